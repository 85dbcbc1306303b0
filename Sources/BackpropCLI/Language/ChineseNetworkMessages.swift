extension PhraseBook {
  /// Errors about descriptions of networks in Chinese.
  static let chineseNetworkMessages = """
    # What is wrong with a line of layers.
    (column {} of the network)
    （网络描述第 {1} 列）
    The line is empty; write layers, as in {}.
    描述是空的；请写出各层，例如 {1}。
    The line has {} characters; 100,000 are allowed.
    描述有 {1} 个字符；最多允许 100,000 个。
    A parenthesis is closed here that wasn't opened.
    这里的右括号没有对应的左括号。
    A comma is missing before {}.
    {1} 之前缺少逗号。
    A comma must follow {}, and then layers.
    {1} 之后须有逗号，然后是各层。
    Weights need a rule here: {}, as in {}.
    weights 之后须有规则：{1*}，例如 {2}。
    Weights must be {}, not {}.
    weights 必须是{1*}，而不是 {2}。
    What weights are drawn from must stand before all layers.
    初始权重的规则必须写在所有层之前。
    A layer is missing here; {}.
    这里缺少一层；{1*}。
    There is no layer {}.
    没有层 {1}。
    There is no layer {}. There are {}.
    没有层 {1}。可用的层有 {2}。
    A network may have 1,000 layers; this one has more.
    网络最多有 1,000 层；这个网络更多。
    Layers may stand 16 deep within others; these stand deeper.
    层最多嵌套 16 重；这里更深。
    The parenthesis that is opened here is never closed.
    这里的左括号没有闭合。
    {} takes no parentheses; write it as in {}.
    {1} 不用括号；写法例如 {2}。
    {} has {} twice; give it once.
    {1} 给了两次 {2}；请只给一次。
    {} has no {}.
    {1} 没有 {2}。
    {} needs its {}, as in {}.
    {1} 需要 {2}，例如 {3}。
    {} takes nothing more here, but {} follows; write it as in {}.
    {1} 在这里不再接受别的内容，却跟着 {2}；写法例如 {3}。
    {} takes {} with their values here, not {}.
    {1} 在这里接受 {2} 及其值，而不是 {3}。
    The {} of {} must be a whole number from {} to {}, not {}.
    {2} 的 {1} 必须是 {3} 到 {4} 之间的整数，而不是 {5}。
    The {} of {} must be a number from 0 on and below 1, not {}.
    {2} 的 {1} 必须是不小于 0 且小于 1 的数，而不是 {3}。
    The {} of {} must be a number from 0 to 1, not {}.
    {2} 的 {1} 必须是 0 到 1 之间的数，而不是 {3}。
    The {} of {} must be {}, not {}.
    {2} 的 {1} 必须是{3*}，而不是 {4}。
    The {} of {} needs {} here; {}.
    {2} 的 {1} 在这里需要{3*}；{4*}。
    ~the line ends there
    描述到此结束
    ~{} stands there
    这里是 {1}
    ~a whole number from 1 to 1,000,000,000
    1 到 1,000,000,000 之间的整数
    ~one number, or rows and columns as in 5x5, from 1 to 65,536
    一个数，或行数和列数，例如 5x5，从 1 到 65,536
    ~one number, or rows and columns as in 1x2, from 0 to 65,536
    一个数，或行数和列数，例如 1x2，从 0 到 65,536
    ~a number that isn't infinite
    有限的数
    ~a number above 0 and at most 1
    大于 0 且不超过 1 的数
    ~a number from 0 on and below 1
    不小于 0 且小于 1 的数
    ~a number from 0 to 1
    0 到 1 之间的数
    ~layers in parentheses
    括号里的层
    ~he, heuniform, xavier, xaviernormal, xavieruniform, pytorch, automatic, or a standard deviation that single precision can hold
    he、heuniform、xavier、xaviernormal、xavieruniform、pytorch、automatic，或单精度能表示的标准差

    # What is wrong with a description in a file.
    ~at most {} that describe a network
    描述网络的文件最多 {1}
    Check that this is the right file.
    请确认文件是否正确。
    ~an array
    数组
    ~an object
    对象
    ~a string
    字符串
    ~a number
    数
    ~an object with the member “layers”
    含有成员“layers”的对象
    Write a network as {}.
    网络请写成 {1}。
    ~“layers” or “weights”
    “layers”或“weights”
    Remove what isn't one of the two.
    请去掉这两者以外的内容。
    ~the member “layers”
    成员“layers”
    Add the list of layers.
    请加上各层的列表。
    ~as “weights” {}
    “weights”是{1*}
    Correct it, or leave it out.
    请改正，或去掉它。
    ~a list of layers as {}
    {1} 是各层的列表
    ~a list of layers
    各层的列表
    ~an empty one
    空的列表
    Write layers as {}.
    各层请写成 {1}。
    ~layers at most {} deep within others
    层最多嵌套 {1} 重
    ~deeper ones
    更深的嵌套
    Take some out of the layers around them.
    请把其中一些移到外面。
    ~at most 1,000 layers
    最多 1,000 层
    ~more
    更多
    Describe a smaller network.
    请描述较小的网络。
    ~a layer as {}
    {1} 是一层
    Write a layer as {}.
    层请写成 {1}。
    ~the name of a layer as {}
    {1} 是层的名字
    There are {}.
    可用的有 {1}。
    Did you mean “{}”?
    是否想写“{1}”？
    ~no settings of {}
    {1} 没有设置
    ~of {} only {}
    {1} 只有 {2}
    Remove it.
    请去掉它。
    ~{}, the {} of {}, to be {}
    {1}（{3} 的 {2}）是{4*}
    Correct the value.
    请改正这个值。
    ~the {} of {} as {}
    {3}（{2} 的 {1}）
    Add it: {}.
    请加上：{1*}。
    ~a whole number, or [rows, columns], from 1 to 65,536
    一个整数，或 [行数, 列数]，从 1 到 65,536
    ~a whole number, [rows, columns], or [top, bottom, left, right], from 0 to 65,536
    一个整数，[行数, 列数]，或 [上, 下, 左, 右]，从 0 到 65,536

    # What keeps a network from being built.
    the network {} doesn't fit: {}
    网络 {1} 不适用：{2*}
    {}, line {}, column {} ({}): {}
    {1}，第 {2} 行第 {3} 列（{4}）：{5*}
    {} can't take {}, what comes to it for one sample: {}.
    {1} 不能接受每个样本传来的 {2}：{3*}。
    ~it needs images, (channels, rows, columns), such as (1, 28, 28)
    它需要图像（通道、行、列），例如 (1, 28, 28)
    ~a window of {} is larger than an image of {}
    窗口 {1} 比图像 {2} 大
    ~a kernel of {} is larger than an image of {}
    卷积核 {1} 比图像 {2} 大
    ~{} groups can't share {} channels and {} filters: both numbers must be multiples of it
    {1} 个组不能平分 {2} 个通道和 {3} 个滤波器：两个数都必须是组数的倍数
    ~its layers make {} of it, and what goes past them is {}: both must be equal to be added; a shortcut can bring the latter into shape, as in {}
    其中的层给出 {1}，而绕过它们的是 {2}：两者形状相同才能相加；可以用 shortcut 改变后者的形状，例如 {3}
    ~its indices must be whole numbers, so that only a flatten may stand before it, and no layer that computes
    它的下标必须是整数，因此它之前只能有 flatten，不能有计算的层
    {} takes whole numbers, such as those of words, and not images, whose pixels are numbers from 0 to 1; leave it out, or begin with {} or {}.
    {1} 接受整数（例如词的编号），而不是图像，图像的像素是 0 到 1 之间的数；请去掉它，或以 {2} 或 {3} 开头。
    {} normalises each feature by its mean and variance over a mini-batch, which needs 2 or more samples, and there is one of 1 sample: {}
    {1} 按 mini-batch 的均值和方差对每个特征做归一化，这至少需要 2 个样本，而有的 mini-batch 只有 1 个样本：{2*}
    ~give a batch size of 2 or more
    请给出不小于 2 的 batch 大小（--batch-size）
    ~of {} samples, batches of {} leave one over; give another batch size, or draw the samples instead of shuffling them
    {1} 个样本按每批 {2} 个分，会余下一个；请改用别的 batch 大小（--batch-size），或用 --sampling drawn 抽取样本
    ~give --samples 2 or more
    请用 --samples 给出不小于 2 的数
    Only the last affine layer has its size from the targets; give this one its size, as in {}.
    只有最后一个 affine 层的大小由目标决定；请给出这一层的大小，例如 {1}。
    This layer makes {} of one sample; a layer may make 268,435,456 numbers of it.
    这一层从一个样本算出 {1}；一层最多算出 268,435,456 个数。
    With this layer the network has more than 268,435,456 parameters; give smaller sizes.
    加上这一层，网络的参数超过 268,435,456 个；请给出较小的大小。
    softmax_with_loss can't take an output of shape {}: {}
    损失函数不能接受形状为 {1} 的输出：{2*}
    ~it has {} scores, but there are {} classes
    它有 {1} 个分数，而类别有 {2} 个
    ~it needs a score for each class, as in (C,), to compare with a class
    它须给每个类别一个分数，形状如 (C,)，才能与类别比较

    # Options of optimisers.
    {} must be a number from 0 to 1, not {}.
    {1} 必须是 0 到 1 之间的数，而不是 {2}。
    {} must be a number from 0 on and below 1, not {}.
    {1} 必须是不小于 0 且小于 1 的数，而不是 {2}。
    {} must be a finite number above 0, not {}.
    {1} 必须是大于 0 的有限数，而不是 {2}。
    --momentum is for --optimizer momentum and nesterov, not {}; leave it out, or give one of them.
    --momentum 用于 --optimizer momentum 和 nesterov，不用于 {1}；请去掉它，或改用其中之一。
    --label-smoothing needs a network whose answers are scores, and this one ends with softmax; leave the softmax out.
    --label-smoothing 需要输出为分数的网络，而这个网络以 softmax 结尾；请去掉 softmax。
    (column {} of the schedule)
    （学习率变化第 {1} 列）
    --schedule: {}
    --schedule：{1*}
    There is no schedule {}; there are {}.
    没有学习率变化 {1}；可用的有 {2*}。
    ~constant, step 0.1 at 10,20, exponential 0.95, cosine, one-cycle and plateau 0.5 after 3
    constant、step 0.1 at 10,20、exponential 0.95、cosine、one-cycle 和 plateau 0.5 after 3
    A schedule is missing; there are {}.
    缺少学习率变化；可用的有 {1*}。
    Nothing is expected behind {} but a warm-up, as in {}; {} stands there.
    {1} 之后只能有 warm-up，例如 {2}；这里是 {3}。
    {} is expected here, as in {}, not {}.
    这里应为 {1*}，例如 {2}，而不是 {3}。
    {} is expected here, as in {}; the text ends before it.
    这里应为 {1*}，例如 {2}；文字到此结束。
    ~A factor, a number of 0 or more,
    不小于 0 的系数
    ~A whole number of epochs
    轮数（整数）
    ~A whole number of iterations of the warm-up
    warm-up 的迭代次数（整数）
    The epochs of a step must ascend, as in {}; {} comes after {}.
    step 的轮数必须递增，例如 {1}；{2} 在 {3} 之后。
    The factor on a plateau must be below 1, as in {}, not {}.
    plateau 的系数必须小于 1，例如 {1}，而不是 {2}。

    # Options about networks.
    There is no network {}.
    没有网络 {1}。
    {} takes a preset, a file whose name ends with .json, or layers, not {}.
    {1} 的值是预设名、以 .json 结尾的文件，或各层，而不是 {2}。
    --network and {} both say what the network is; give one of the two.
    --network 与 {1} 都表示网络是什么，只能用其中一个。
    Give a network, as in --network simple-convnet or --network 'affine 50, relu, affine'.
    请给出网络，例如 --network simple-convnet 或 --network 'affine 50, relu, affine'。
    {} must be the sizes of one sample with an x between them, such as 1x28x28 or 784, together at most 268,435,456 numbers, not {}.
    {1} 必须是一个样本的各个大小，用 x 分隔，例如 1x28x28 或 784，总共不超过 268,435,456 个数，而不是 {2}。
    """
}
