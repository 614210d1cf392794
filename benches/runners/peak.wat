;; How many multiplications and additions the 128-bit vectors do in a second, when nothing else is in their way.
;;
;; Twelve accumulators, each multiplied by one vector and then added to by another: enough to hide how long both
;; take, and with the two operands few enough for sixteen registers. No memory is touched. The values tend to 1,
;; so that no number is ever subnormal or infinite. One repetition is 12 × 2 × 4 operations.
(module
  (func (export "multiply_add") (param $repetitions i32) (result f32)
    (local $factor v128) (local $term v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128) (local $a8 v128) (local $a9 v128) (local $a10 v128) (local $a11 v128)
    (local.set $factor (f32x4.splat (f32.const 0.5)))
    (local.set $term (f32x4.splat (f32.const 0.5)))
    (local.set $a0 (f32x4.splat (f32.const 2)))
    (local.set $a1 (f32x4.splat (f32.const 3)))
    (local.set $a2 (f32x4.splat (f32.const 4)))
    (local.set $a3 (f32x4.splat (f32.const 5)))
    (local.set $a4 (f32x4.splat (f32.const 6)))
    (local.set $a5 (f32x4.splat (f32.const 7)))
    (local.set $a6 (f32x4.splat (f32.const 8)))
    (local.set $a7 (f32x4.splat (f32.const 9)))
    (local.set $a8 (f32x4.splat (f32.const 10)))
    (local.set $a9 (f32x4.splat (f32.const 11)))
    (local.set $a10 (f32x4.splat (f32.const 12)))
    (local.set $a11 (f32x4.splat (f32.const 13)))
    (loop $again
      (local.set $a0 (f32x4.add (f32x4.mul (local.get $a0) (local.get $factor)) (local.get $term)))
      (local.set $a1 (f32x4.add (f32x4.mul (local.get $a1) (local.get $factor)) (local.get $term)))
      (local.set $a2 (f32x4.add (f32x4.mul (local.get $a2) (local.get $factor)) (local.get $term)))
      (local.set $a3 (f32x4.add (f32x4.mul (local.get $a3) (local.get $factor)) (local.get $term)))
      (local.set $a4 (f32x4.add (f32x4.mul (local.get $a4) (local.get $factor)) (local.get $term)))
      (local.set $a5 (f32x4.add (f32x4.mul (local.get $a5) (local.get $factor)) (local.get $term)))
      (local.set $a6 (f32x4.add (f32x4.mul (local.get $a6) (local.get $factor)) (local.get $term)))
      (local.set $a7 (f32x4.add (f32x4.mul (local.get $a7) (local.get $factor)) (local.get $term)))
      (local.set $a8 (f32x4.add (f32x4.mul (local.get $a8) (local.get $factor)) (local.get $term)))
      (local.set $a9 (f32x4.add (f32x4.mul (local.get $a9) (local.get $factor)) (local.get $term)))
      (local.set $a10 (f32x4.add (f32x4.mul (local.get $a10) (local.get $factor)) (local.get $term)))
      (local.set $a11 (f32x4.add (f32x4.mul (local.get $a11) (local.get $factor)) (local.get $term)))
      (br_if $again (local.tee $repetitions (i32.sub (local.get $repetitions) (i32.const 1)))))
    (f32x4.extract_lane 0
      (f32x4.add (f32x4.add (f32x4.add (f32x4.add (f32x4.add (f32x4.add (f32x4.add (f32x4.add (f32x4.add (f32x4.add (f32x4.add (local.get $a0) (local.get $a1)) (local.get $a2)) (local.get $a3)) (local.get $a4)) (local.get $a5)) (local.get $a6)) (local.get $a7)) (local.get $a8)) (local.get $a9)) (local.get $a10)) (local.get $a11)))))
