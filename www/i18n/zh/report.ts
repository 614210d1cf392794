/** 出错时出现的面板。 */
export const reportTexts = {
  report: {
    title: '出错了',
    wayOn: '请重试；若再次出错，请重新加载本页。',
    wayBack: (update: number) => `可以重新训练到第 ${update} 次更新，所得数值完全相同。若再次出错，请重新加载本页。`,
    retry: '重试',
    uncaught: (message: string) => `本页出现了未能处理的错误：“${message}”。`,
    goesOn: '训练不受影响。若有功能失灵，请重新加载本页：实验设置都在地址里。',
    reload: '重新加载',
    report: '错误报告',
    copy: '复制报告',
    copied: '已复制。',
    byHand: '已选中，请手动复制。',
    close: '关闭',
    nothingSent: '本页不会发送任何内容。把这段文字交给网页的维护者，便于查找原因。',
  },
};
