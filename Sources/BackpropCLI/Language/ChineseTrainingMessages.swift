extension PhraseBook {
  /// What is said of trainings in Chinese.
  static let chineseTrainingMessages = """
    # What a training found.
    ~the loss is {}, {}
    损失为 {1}，{2*}
    ~the training loss is {}, {}
    训练损失为 {1}，{2*}
    ~the test loss is {}, {}
    测试损失为 {1}，{2*}
    ~the loss is {}
    损失为 {1}
    ~the training loss is {}
    训练损失为 {1}
    ~the test loss is {}
    测试损失为 {1}
    ~{} holds nan or inf
    {1*} 含有 nan 或 inf
    ~{} hold nan or inf
    {1*} 含有 nan 或 inf
    ~a value was {}
    出现过值 {1}
    ~First weights with a standard deviation of {} let a signal of size 1 shrink to {} on its way through {} layers; give --init-std {}, or a larger number.
    标准差为 {1} 的初始权重使大小为 1 的信号经过 {3} 层后缩小到 {2}；请用 --init-std {4}，或更大的数。
    ~The learning rate {} may be too large; give a smaller --learning-rate, such as 0.1.
    学习率 {1} 可能太大；请给出较小的 --learning-rate，例如 0.1。
    ~Give --init-std he.
    请用 --init-std he。
    ~Give --init-std xavier.
    请用 --init-std xavier。
    ~Give a smaller --learning-rate.
    请给出较小的 --learning-rate。
    ~Give fewer layers, or --activation relu.
    请减少层数，或用 --activation relu。
    ~Give another --learning-rate or --init-std {}.
    请换一个 --learning-rate，或用 --init-std {1}。
    The first value that isn't finite is {}: {}
    最先出现的非有限值是 {1*}：{2*}
    The first value that isn't finite in iteration {} is {}: {}
    第 {1} 次迭代中最先出现的非有限值是 {2*}：{3*}
    ~{}, the first of {} such elements, shape {}
    {1*}，是 {2} 个这样的元素中的第一个，形状 {3}
    ~{}, shape {}
    {1*}，形状 {2}
    ~{} at [{}]
    {1}（位置 [{2}]）
    ~{} made it from
    {1*}由下列输入算出：
    ~the derivative by {}, which {} computed backward from
    对 {1} 的导数，由 {2*}反向算出，依据：
    ~the derivative that arrives at {}.
    到达 {1*} 的导数。
    ~{} came with it.
    {1} 自带这个值。
    ~the update of {} by its derivative made it.
    用导数更新 {1} 时产生。
    ~{} (node {})
    {1}（节点 {2}）
    No image has the {}; its output stays unused.
    没有图像属于{1*}；它的输出用不到。
    No image has the {}; their outputs stay unused.
    没有图像属于{1*}；它们的输出用不到。
    ~label {}
    标签 {1}
    ~labels {} to {}
    标签 {1} 到 {2*}
    ~class “{}”
    类别“{1}”
    ~classes {} and others
    类别 {1} 等
    ~classes “{}
    类别“{1}
    ~labels from {} to {}
    标签 {1} 到 {2}
    ~labels less than the number of classes, {}
    小于类别数 {1} 的标签
    ~the label {}
    标签 {1}
    ~labels {} and others
    标签 {1*} 等
    ~labels {}
    标签 {1*}
    All images have the {}: there is nothing to tell apart.
    所有图像都属于{1*}：没有可以区分的类别。
    No image to train with has the {}, which {} image to test with has: the network can't learn it.
    没有训练图像属于{1*}，而 {2} 张测试图像属于它：网络学不到它。
    No image to train with has the {}, which {} images to test with have: the network can't learn it.
    没有训练图像属于{1*}，而 {2} 张测试图像属于它：网络学不到它。
    No image to train with has the {}, which {} images to test with have: the network can't learn them.
    没有训练图像属于{1*}，而 {2} 张测试图像属于它们：网络学不到它们。

    """
}
