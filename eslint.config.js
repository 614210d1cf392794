import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/.venv/', 'dist/', 'dist-npm/', 'dist-scorm/', 'dist-python/', 'target/', 'www/generated/', 'tests/browser/output/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './tsconfig.node.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Numbers in labels and messages are meant to be written into strings.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `void promise` marks the few places that start something and do not wait for it.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Indices of typed arrays inside their own loop bounds are the one place where `!` is honest.
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      // Browsers that can run the core are older than these: Chromium from 105, Firefox from 114, Safari from 16.4.
      'no-restricted-syntax': ['error', { selector: 'MemberExpression[property.name=/^(canParse|toSorted|toReversed|toSpliced|withResolvers|groupBy|fromAsync)$/]', message: 'Not in all browsers that can run the core.' }],
    },
  },
  {
    files: ['**/*.js'],
    rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'no-undef': 'off' },
  },
);
