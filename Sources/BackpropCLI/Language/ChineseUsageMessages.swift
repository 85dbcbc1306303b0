extension PhraseBook {
  /// Errors about command lines and options in Chinese.
  static let chineseUsageMessages = """
    # What is said of a wrong command line.
    Unknown option '{}'
    没有选项“{1}”
    Unknown option '{}'.
    没有选项“{1}”。
    Did you mean {}?
    是否指 {1}？
    Missing value for '{}'
    选项“{1}”缺少值
    Unexpected argument '{}'
    多余的参数“{1}”
    Unexpected argument '{}'; data are named by an option: {}.
    多余的参数“{1}”；数据用选项指定：{2}。
    {} unexpected arguments: {}
    {1} 个多余的参数：{2}
    Missing expected argument '{}'
    缺少参数“{1}”
    The value '{}' is invalid for '{}'
    “{1}”不能用作“{2}”的值
    The value '{}' is invalid for '{}'. Please provide one of {}.
    “{1}”不能用作“{2}”的值，可选的值是 {3*}。
    The value '{}' is invalid for '{}': {}
    “{1}”不能用作“{2}”的值：{3}
    The option '{}' does not take any value, but '{}' was specified.
    选项“{1}”不接受值，却给了“{2}”。
    Value to be set with {} had already been set with {}
    {1} 要设置的值已由 {2} 设置
    Missing required subcommand.
    缺少子命令。
      See '{}' for more information.
      详细说明见“{1}”。
    BACKPROP_INSTRUCTION_SET is '{}', but the instruction sets here are {}. Name one of them, or unset the variable to have the fastest.
    BACKPROP_INSTRUCTION_SET 的值是“{1}”，而这台机器的指令集有 {2*}。请给出其中之一，或不设这个变量，以使用最快的。

    # What options must be.
    {} must be from {} to {}, not {}.
    {1} 必须在 {2} 到 {3} 之间，而不是 {4}。
    {} must be above 0 and at most {}, not {}.
    {1} 必须大于 0 且不超过 {2}，而不是 {3}。
    {} must be a number above 0 and at most {}, not {}.
    {1} 必须是大于 0 且不超过 {2} 的数，而不是 {3}。
    {} must be a whole number from {} to {}, not {}.
    {1} 必须是 {2} 到 {3} 之间的整数，而不是 {4}。
    {} must be a number above 0 that single precision can hold, from {} to {}, not {}.
    {1} 必须是单精度能表示的正数（{2} 到 {3}），而不是 {4}。
    {} must be a standard deviation, a finite number ≥ 0 that single precision can hold (0, or from {} to {}), or {}, not {}.
    {1} 必须是标准差（单精度能表示的非负有限数：0，或 {2} 到 {3}），或 {4}，而不是 {5}。
    a network {} needs about {} of memory for {}, but {}; {}.
    网络 {1} 约需 {2} 内存（{3*}），但{4*}；{5*}。
    {} names the file that the command's own output goes to, which would be lost; give it another, or /dev/stdout to write both into one.
    {1} 的文件就是命令自己的输出，输出会丢失；请换一个文件，或用 /dev/stdout 把两者写在一起。
    the training ended with values that aren't finite: {}. Give a smaller --learning-rate than {}; --watch-nan tells which operation made the first of them.
    训练结果含有非有限值：{1*}。请给出小于 {2} 的 --learning-rate；--watch-nan 可指出最先产生它的运算。
    the training ended with values that aren't finite: {}. Give a smaller --init-std; --watch-nan tells which operation made the first of them.
    训练结果含有非有限值：{1*}。请给出较小的 --init-std；--watch-nan 可指出最先产生它的运算。
    the network has learnt nothing: its loss {} is that of guessing. {}
    网络什么也没有学到：损失 {1} 与随便猜相同。{2*}
    the network can't learn from where it starts: behind {} there is no difference between samples any more. {}
    网络从这样的起点学不到东西：在 {1} 之后样本之间已没有差别。{2*}
    the network can't learn from where it starts: behind {} samples differ by only {} of what they differ in the input. {}
    网络从这样的起点学不到东西：在 {1} 之后样本之间的差别只有输入中的 {2}。{3*}
    the network can't learn from where it starts: behind {} samples differ {} times as much as in the input. {}
    网络从这样的起点学不到东西：在 {1} 之后样本之间的差别是输入中的 {2} 倍。{3*}
    the network can't learn from where it starts: the gradient at {} is only {} of that at the last layer. {}
    网络从这样的起点学不到东西：{1} 处的梯度只有最后一层的 {2}。{3*}
    the first {} updates were so large that {} gives the same output for all samples. {}
    最初 {1} 次更新过大，使 {2} 对所有样本给出相同的输出。{3*}
    --step must be a number above 0 and below 1 (1e-4 suits double precision), not {}.
    --step 必须是大于 0 且小于 1 的数（双精度适合用 1e-4），而不是 {1}。
    --elements must be a whole number from 1 on (leave it out for the default), not {}.
    --elements 必须是不小于 1 的整数（不写则用默认值），而不是 {1}。
    --learning-rate must be a finite number above 0, not {}.
    --learning-rate 必须是大于 0 的有限数，而不是 {1}。
    {} takes sizes separated by commas, at most {} of them, each a whole number of at least 1; {} isn't one.
    {1} 的值是用逗号分隔的层大小，最多 {2} 个，每个都是不小于 1 的整数；{3} 不是。
    {} takes sizes separated by commas, at most {} of them, each a whole number of at least 1; there are {}.
    {1} 的值是用逗号分隔的层大小，最多 {2} 个，每个都是不小于 1 的整数；这里有 {3} 个。
    --iterations and --epochs both say how long to train; give one of the two.
    --iterations 与 --epochs 都表示训练多久，只能用其中一个。
    --data digits are built in and have no --data-dir; give one of the two.
    --data digits 是内置数据，没有 --data-dir；两者只能用一个。
    --test-data digits are built in and have no --test-data-dir; give one of the two.
    --test-data digits 是内置数据，没有 --test-data-dir；两者只能用一个。
    --test-data must name a data set: mnist, fashion or digits.
    --test-data 必须是数据集的名字：mnist、fashion 或 digits。
    --report-times needs a report to write to; give --report FILE, too.
    --report-times 要把用时写进报告；请同时给出 --report 文件。
    {} and {} name the same file; give each its own.
    {1} 与 {2} 是同一个文件；请分别给出不同的文件。
    --network stands in the place of an expression and its --set; give one or the other.
    --network 代替算式和它的 --set；两者只能用一个。
    Give an expression, such as backprop graph '2 * x' --set x=3.
    请给出算式，例如 backprop graph '2 * x' --set x=3。
    Give one expression, in quotes so that the shell leaves it whole; there are {} here: {}
    请只给一个算式，并加上引号，以免被 shell 拆开；这里有 {1} 个：{2}
    the network learns from images of {} pixels and can't be tested on images of {}.
    网络用 {1} 像素的图像训练，不能用 {2} 像素的图像测试。
    MNIST isn't available: {}
    无法取得 MNIST：{1*}
    Continuing with the built-in digits; --data-dir FOLDER names a folder with MNIST's files.
    改用内置数字继续；可以用 --data-dir 文件夹 指定存有 MNIST 文件的文件夹。
    can't write to standard output: {}
    无法写到标准输出：{1}
    {} is set, but the expression doesn't use it.
    设置了 {1}，但算式没有用到它。

    # What is said of options.
    Unknown option '{}'; it belongs to {}.
    没有选项“{1}”；它属于 {2}。
    There is no command '{}'.
    没有命令“{1}”。
    'backprop help' explains one command; there are {} here.
    'backprop help' 一次只说明一个命令；这里有 {1} 个。
    {} is given twice, as '{}' and as '{}'; give it once.
    {1} 给了两次，分别是“{2}”和“{3}”；请只给一次。
    {} and {} contradict each other; give one of the two.
    {1} 与 {2} 互相矛盾；两者只能用一个。
    --watch-nan looks at values, which a network of --network hasn't; leave one of the two out.
    --watch-nan 检查的是值，而 --network 的网络没有值；请去掉其中一个。
    --drawing draws beside text, and --format asks for JSON; leave one of the two out.
    --drawing 在文本旁边绘图，而 --format 要求 JSON；请去掉其中一个。
    --width is for the drawings of --svg, --png and --pdf; give one of them, or leave it out.
    --width 用于 --svg、--png 和 --pdf 的图；请给出其中之一，或去掉它。
    --activation is for --network; in an expression write relu(x) or sigmoid(x).
    --activation 用于 --network；在算式中请写 relu(x) 或 sigmoid(x)。
    --plot draws nothing, since --format asks for JSON.
    --plot 不绘制任何内容，因为 --format 要求 JSON。
    --part is for data sets of two parts, and --data names a table; leave it out.
    --part 用于有两个部分的数据集，而 --data 给出的是表格；请去掉。
    --part is for data sets of two parts, and --data names a folder of pictures; leave it out.
    --part 用于有两个部分的数据集，而 --data 给出的是图片文件夹；请去掉。
    --part is for data sets of two parts, and --data names a file of images; leave it out.
    --part 用于有两个部分的数据集，而 --data 给出的是图像文件；请去掉。
    --labels is for a file of images, and --data names a table; leave it out.
    --labels 用于图像文件，而 --data 给出的是表格；请去掉。
    {} and {} name the same file, {}, and what is read would be lost; give {} another.
    {1} 与 {2} 是同一个文件 {3}，要读的内容会丢失；请给 {4} 另一个文件。
    --network stands in the place of an expression with its --set and --upstream; give one or the other.
    --network 代替算式和它的 --set、--upstream；两者只能用一个。
    {} describes a network of --network, which isn't given; leave it out.
    {1} 描述的是 --network 的网络，而没有给出 --network；请去掉它。
    {} is for a network of layers; the sizes of --network say it already.
    {1} 用于以各层给出的网络；--network 的大小已经说明了这一点。
    {} is for a network that is given by sizes; write the activations among the layers.
    {1} 用于按大小给出的网络；请把激活函数写在各层之中。
    --network needs at least the sizes of input and output, as in --network 784,50,10.
    --network 至少需要输入和输出的大小，例如 --network 784,50,10。
    a network {} has more than {} parameters, where this command stops.
    网络 {1} 的参数超过 {2} 个，超出本命令的上限。
    a network {} has more than {} parameters; give smaller sizes to --hidden.
    网络 {1} 的参数超过 {2} 个；请给 --hidden 较小的值。
    no row's name contains '{}'. The rows are:
    没有名称含“{1}”的行。所有的行如下：
    nor does it use {} other names that are set.
    另外还有 {1} 个设置了的名字没有用到。
    Downloading {} from {}
    正在从 {2} 下载 {1}
    ~'{}' or '{}'
    '{1}' 或 '{2}'
    ~'{}' and '{}'
    '{1}' 和 '{2}'

    # Parts of the sentence about memory.
    ~mini-batches of {}
    mini-batch 大小 {1}
    ~a check on {}
    检查 {1*}
    ~{} image
    {1} 张图像
    ~{} images
    {1} 张图像
    ~the machine has free {}
    机器只剩 {1}
    ~the machine has {}
    机器只有 {1}
    ~the machine still commits to {}
    系统只能再承诺分配 {1}
    ~the limit of addresses (ulimit -v) allows {}
    地址空间的限制（ulimit -v）只允许 {1}
    ~its limit (ulimit {}) leaves {}
    进程的限制（ulimit {1}）之内只剩 {2}
    ~the control group's limit leaves {}
    控制组（cgroup）的限制之内只剩 {1}
    ~{} would fit, and fewer --threads leave more
    用 {1*} 就放得下，减少 --threads 还能多留一些
    ~{} would fit
    用 {1*} 就放得下
    ~{} with {} 1
    {1} 与 {2} 1
    ~free some memory or raise the limit
    请释放一些内存或提高限制
    ~free some memory or raise the limit, and fewer --threads leave more
    请释放一些内存或提高限制，减少 --threads 也能多留一些

    """
}
