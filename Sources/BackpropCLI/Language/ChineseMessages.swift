extension PhraseBook {
  /// Errors, warnings and advice in Chinese.
  static let chineseMessages = PhraseBook(
    """
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

    # What is wrong with an expression or a value.
    (column {} of the expression)
    （算式第 {1} 列）
    (column {} of the value)
    （值第 {1} 列）
    The expression is empty.
    算式是空的。
    The expression ends where a value must follow.
    算式在应当有值的地方结束了。
    A value is missing here.
    这里缺少一个值。
    A value is missing here: {}.
    这里缺少一个值：{1*}。
    A value is missing before this {}.
    这个 {1} 之前缺少一个值。
    A value is missing here; a + has no meaning without one before it.
    这里缺少一个值；+ 之前必须有值。
    A second value is missing here: {}.
    这里缺少第二个值：{1*}。
    Nothing more can follow here: {}.
    这里不能再有别的内容：{1*}。
    An operator is missing here; write * to multiply.
    这里缺少运算符；乘法写作 *。
    A name can't follow a number directly; write * to multiply.
    数后面不能直接跟名字；乘法写作 *。
    A name begins with a letter; digits and _ can follow.
    名字以字母开头，之后可以有数字和 _。
    The sign ^ has no meaning here; write a power with **.
    符号 ^ 在这里没有意义；乘方写作 **。
    A raised {} has no meaning here; write a power with **.
    上标 {1} 在这里没有意义；乘方写作 **。
    Braces have no meaning here; group with ( and ).
    花括号在这里没有意义；请用 ( 和 ) 分组。
    A {} has no meaning here.
    {1} 在这里没有意义。
    The character {} has no meaning in an expression.
    字符 {1} 在算式中没有意义。
    The sign = has no meaning here; give values with --set NAME=VALUE.
    符号 = 在这里没有意义；请用 --set 名字=值 给出值。
    An expression sets no values; give them with --set {}=VALUE.
    算式里不能设置值；请用 --set {1}=值。
    A comma has a meaning only within lists and calls of functions.
    逗号只能出现在列表和函数调用里。
    There is no function {}.
    没有函数 {1}。
    The name {} has no value; give it one with --set {}=VALUE.
    名字 {1} 没有值；请用 --set {2}=值 给出。
    {} is a function and needs parentheses, as in {}(…); or set a value of that name with --set {}=VALUE.
    {1} 是函数，需要括号，例如 {2}(…)；也可以用 --set {3}=值 设置同名的值。
    This parenthesis is never closed.
    这个括号没有闭合。
    The parenthesis of this function is never closed.
    这个函数的括号没有闭合。
    This closing parenthesis has no opening one.
    这个右括号没有对应的左括号。
    This ] has no opening [.
    这个 ] 没有对应的 [。
    This list is never closed.
    这个列表没有闭合。
    A number or a list is missing here.
    这里缺少一个数或列表。
    A comma is missing between two lists.
    两个列表之间缺少逗号。
    A comma is missing between two numbers.
    两个数之间缺少逗号。
    A comma or ] is missing here.
    这里缺少逗号或 ]。
    The value ends before its list does; a ] is missing.
    列表还没有结束，值就结束了；缺少 ]。
    The value is empty; it must be a number or a list of numbers.
    值是空的；必须是数或数的列表。
    The value of {} can't be read. {}
    {1} 的值读不出来。{2*}
    This isn't a JSON number; the value must be a number or a list of numbers such as [[1, 2], [3, 4]].
    这不是 JSON 的数；值必须是数或数的列表，例如 [[1, 2], [3, 4]]。
    --set needs NAME=VALUE, such as --set x=3, not '{}'.
    --set 的写法是 名字=值，例如 --set x=3，而不是“{1}”。
    --set needs a name before the =, such as --set x=3.
    --set 的 = 之前需要名字，例如 --set x=3。
    '{}' isn't a name: a name begins with a letter; letters, digits and _ can follow.
    “{1}”不是名字：名字以字母开头，之后可以有字母、数字和 _。
    The name {} is set twice.
    名字 {1} 设置了两次。

    # What is expected of files, and what is found.
    a file of that name
    已存在的文件
    a regular file
    普通文件
    a regular file or a new name
    普通文件或新的文件名
    a folder
    文件夹
    a file that can be opened
    可以打开的文件
    a file that can be written
    可以写入的文件
    the path of a file
    文件的路径
    the path of a file to write
    要写入的文件的路径
    an empty path
    空的路径
    none ({})
    没有（{1}）
    an error ({})
    错误（{1}）
    a folder with the four files of {}
    存有 {1} 四个文件的文件夹
    the four files of {}, each with or without .gz in its name
    {1} 的四个文件，文件名带不带 .gz 均可

    # What to do about files.
    Allow the download or give a folder with the files.
    请允许下载，或指定存有这些文件的文件夹。
    Ask for more images.
    请增加图像的数量。
    Check that the files belong together.
    请检查这些文件是否属于同一个数据集。
    Check that the program's file is still there.
    请检查程序文件是否还在。
    Check that the two files belong together.
    请检查这两个文件是否属于同一个数据集。
    Check that this is a zip archive; if it is, it is cut off, so fetch or copy it again.
    请检查这是不是 zip 文件；如果是，它不完整，请重新下载或复制。
    Check that this is an IDX file, plain or compressed with gzip.
    请检查这是不是 IDX 文件（未压缩或 gzip 压缩）。
    Check that this is an IDX file.
    请检查这是不是 IDX 文件。
    Check that this is the right file, or set the number of classes.
    请检查文件是否正确，或设置类别数。
    Check that this is the right file, or split the data over several files.
    请检查文件是否正确，或把数据分成几个文件。
    Check that this is the right file.
    请检查文件是否正确。
    Check that this is the right file: images have 3 axes and labels have 1.
    请检查文件是否正确：图像有 3 个轴，标签有 1 个轴。
    Check the disk or copy the file again.
    请检查磁盘，或重新复制文件。
    Check the file's permissions and its path.
    请检查文件的权限和路径。
    Check the folder's path.
    请检查文件夹的路径。
    Check the network connection, or fetch the files by hand and give their folder.
    请检查网络连接，或自行下载这些文件并指定它们所在的文件夹。
    Check the network connection, or fetch the files by hand from {} and give their folder.
    请检查网络连接，或自行从 {1} 下载这些文件并指定它们所在的文件夹。
    Check the path.
    请检查路径。
    Convert the data to that type or check that this is the right file.
    请把数据转换成该类型，或检查文件是否正确。
    Correct what is to be written.
    请改正要写入的内容。
    Choose a folder that you may write to.
    请换一个可以写入的文件夹。
    Free some space on the disk or choose another folder.
    请腾出磁盘空间，或换一个文件夹。
    Make the folder first or check the path.
    请先建立文件夹，或检查路径。
    Fetch or copy the file again, or create it with another program.
    请重新下载或复制文件，或用其他程序生成它。
    Fetch or copy the file again.
    请重新下载或复制文件。
    Free some memory or write the file without compression.
    请释放一些内存，或不压缩写入。
    Give MNIST's folder, or leave out the whole job by --filter.
    请指定 MNIST 的文件夹，或用 --filter 略去整个任务。
    Give a folder with MNIST's files by --data-dir.
    请用 --data-dir 指定存有 MNIST 文件的文件夹。
    Give a folder with files like those of MNIST.
    请指定文件与 MNIST 相同的文件夹。
    Give a shape whose sizes multiply to the number of elements.
    请给出与元素个数相符的形状。
    Give as many labels as images, and images of one size.
    标签数须与图像数相同，图像大小须一致。
    Give images of one size.
    图像的大小须一致。
    Give the file's path.
    请给出文件的路径。
    Give the height and the width of one image.
    请给出一张图像的高和宽。
    Give the path of a file on the disk.
    请给出磁盘上文件的路径。
    IDX files hold sizes in 32 bits; split the data over several files.
    IDX 文件用 32 位存放大小；请把数据分成几个文件。
    Put the missing file there or give another folder.
    请把缺少的文件放进去，或指定其他文件夹。
    Put the missing files there or give another folder.
    请把缺少的文件放进去，或指定其他文件夹。
    Correct the link or give another path.
    请改正链接，或改用别的路径。
    Raise the process's limit of memory (ulimit -v), end other programs or give a smaller file.
    请提高进程的内存限制（ulimit -v），关闭其他程序，或改用较小的文件。
    Redirect it to a file with > or give another path.
    请用 > 重定向到文件，或改用别的路径。
    Remove the link, or give the path of the file itself.
    请删去链接，或给出文件本身的路径。
    Give the path of a file in the folder.
    请给出文件夹中某个文件的路径。
    Put the four files of one of them into a folder of their own.
    请把其中一套的四个文件单独放入一个文件夹。
    Use samples(classCount:), which leaves images as bytes.
    请使用 samples(classCount:)，它让图像保持为字节。
    Check that this is the right file, or read it with more classes.
    请检查文件是否正确，或以更多的类别读取。
    Give a value of fewer or shorter numbers.
    请给出数更少或更短的值。
    Remove what follows the gzip data, or fetch the file again.
    请删去 gzip 数据之后的内容，或重新下载文件。
    Set XDG_CACHE_HOME to a folder that you may write to, or give a folder with the files.
    请把 XDG_CACHE_HOME 设为可以写入的文件夹，或指定存有这些文件的文件夹。
    Set one of the two variables or give a folder with the files.
    请设置这两个变量之一，或指定存有这些文件的文件夹。
    The file is cut off or its header is wrong; fetch or copy it again.
    文件不完整或文件头有误；请重新下载或复制。
    The file is cut off; fetch or copy it again.
    文件不完整；请重新下载或复制。
    The file is damaged or cut off; fetch or copy it again.
    文件损坏或不完整；请重新下载或复制。
    The file is empty or cut off; fetch or copy it again.
    文件是空的或不完整；请重新下载或复制。
    The file's header is wrong or something was appended; fetch or copy it again.
    文件头有误，或文件末尾多了内容；请重新下载或复制。
    Training and testing need images; check that this is the right file.
    训练和测试都需要图像；请检查文件是否正确。

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
    {} and {} name the same file, {}, and what is read would be lost; give {} another.
    {1} 与 {2} 是同一个文件 {3}，要读的内容会丢失；请给 {4} 另一个文件。
    --network stands in the place of an expression with its --set and --upstream; give one or the other.
    --network 代替算式和它的 --set、--upstream；两者只能用一个。
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
    没有图像的标签是 {1*}；它的输出用不到。
    No image has the {}; their outputs stay unused.
    没有图像的标签是 {1*}；它们的输出用不到。
    ~label {}
    {1}
    ~labels {} to {}
    {1} 到 {2*}
    ~labels from {} to {}
    标签 {1} 到 {2}
    ~labels less than the number of classes, {}
    小于类别数 {1} 的标签
    ~the label {}
    标签 {1}
    ~labels {} and others
    {1*} 等
    ~labels {}
    {1*}
    All images have the label 0: there is nothing to tell apart.
    所有图像的标签都是 0：没有可以区分的类别。
    No image to train with has the {}, which {} image to test with has: the network can't learn it.
    训练图像中没有标签 {1*}，而 {2} 张测试图像有这个标签：网络学不到它。
    No image to train with has the {}, which {} images to test with have: the network can't learn it.
    训练图像中没有标签 {1*}，而 {2} 张测试图像有这个标签：网络学不到它。
    No image to train with has the {}, which {} images to test with have: the network can't learn them.
    训练图像中没有标签 {1*}，而 {2} 张测试图像有这些标签：网络学不到它们。

    # What is wrong with an expression or a value.
    (line {}, column {} of {})
    （{3} 第 {1} 行第 {2} 列）
    The name {} has no value; give it one with --set {}=VALUE. For powers of Euler's number write exp(x).
    名字 {1} 没有值；请用 --set {2}=值 给出。自然常数的乘方写作 exp(x)。
    The name {} has no value; give it one with --set {}=VALUE. For the number write --set {}.
    名字 {1} 没有值；请用 --set {2}=值 给出。圆周率写作 --set {3}。
    There is no function {}; write {}.
    没有函数 {1}；请写 {2*}。
    A point can't stand between names; write {}.
    名字之间不能有点；请写 {1*}。
    A point can't stand between names; functions are written as in exp(x).
    名字之间不能有点；函数写作 exp(x)。
    Functions belong to no module; for {} write {}.
    函数不属于任何模块；{1} 写作 {2*}。
    Functions belong to no module, as in exp(x). {}
    函数不属于任何模块，写作 exp(x)。{1*}
    ~{}, which is {}
    {1}，即 {2}
    ~{}(x) or {}(x, axis=0)
    {1}(x) 或 {2}(x, axis=0)
    ~conv2d(x, w) or conv2d(x, w, b, stride=2, padding=1)
    conv2d(x, w) 或 conv2d(x, w, b, stride=2, padding=1)
    ~{}(x, 2) or {}(x, 3, stride=2, padding=1)
    {1}(x, 2) 或 {2}(x, 3, stride=2, padding=1)
    ~relu(x) for the larger one of 0 and x
    relu(x)（0 与 x 中较大的）
    ~-relu(-x) for the smaller one of 0 and x
    -relu(-x)（0 与 x 中较小的）
    ~the list itself, as in [1, 2]
    列表本身，例如 [1, 2]
    The sign // has no meaning here; write / to divide.
    符号 // 在这里没有意义；除法写作 /。
    The sign {} has no meaning here; write * to multiply, or @ for matrices.
    符号 {1} 在这里没有意义；乘法写作 *，矩阵乘法写作 @。
    The sign {} has no meaning here; write {}.
    符号 {1} 在这里没有意义；请写 {2}。
    The sign % has no meaning here; write 0.1 for ten percent.
    符号 % 在这里没有意义；百分之十写作 0.1。
    The sign | has no meaning here; write relu(x) + relu(-x) for a magnitude.
    符号 | 在这里没有意义；绝对值写作 relu(x) + relu(-x)。
    The dash {} has no meaning here; write - for a minus.
    破折号 {1} 在这里没有意义；减号写作 -。
    The wide {} has no meaning here; write {}, in half width.
    全角的 {1} 在这里没有意义；请写半角的 {2}。
    The bracket {} has no meaning here; write [ or ].
    括号 {1} 在这里没有意义；请写 [ 或 ]。
    A point needs digits before or after it to be a number.
    小数点的前面或后面要有数字才是数。
    This number has a second point.
    这个数有两个小数点。
    This number is too large.
    这个数太大。
    Parentheses can be nested {} deep, not deeper.
    括号最多嵌套 {1} 层。
    Lists can be nested {} deep, not deeper.
    列表最多嵌套 {1} 层。
    A list holds numbers and lists of numbers, nothing that must be computed; give such a value a name and set it with --set.
    列表里只能是数和数的列表，不能有要计算的内容；请给这样的值取名，并用 --set 设置。
    The list is ragged: there is a list here where there is a number before.
    列表不整齐：这里是列表，而前面是数。
    The list is ragged: there is a number here where there is a list before.
    列表不整齐：这里是数，而前面是列表。
    The list is ragged: the list that ends here has {}, the one before it {}.
    列表不整齐：到这里结束的列表有 {1} 个元素，前一个有 {2} 个。
    The list is ragged: this element is number {} of a list whose neighbour has {}.
    列表不整齐：这是列表的第 {1} 个元素，而相邻的列表只有 {2} 个。
    The table is ragged: this line has {} numbers, the lines before it have {}.
    表格不整齐：这一行有 {1} 个数，前面的行有 {2} 个。
    A number is missing here.
    这里缺少一个数。
    This isn't a number; a file holds a list such as [[1, 2], [3, 4]], or lines of numbers with spaces or commas between them.
    这不是数；文件里应是列表，例如 [[1, 2], [3, 4]]，或用空格或逗号分隔的数，每行一组。
    The value must be a number or a list of numbers, not a JSON object.
    值必须是数或数的列表，不能是 JSON 对象。
    There is more after the value's end.
    值结束之后还有别的内容。
    After the @ the path of a file must follow.
    @ 之后必须是文件的路径。
    After the value only axis= can follow: {}.
    值之后只能跟 axis=：{1*}。
    The axis must be a whole number, as in axis=0 or axis=-1.
    轴必须是整数，例如 axis=0 或 axis=-1。
    {}= can stand only after the values of conv2d, max_pool2d and avg_pool2d, as in max_pool2d(x, 2, {}=1).
    {1}= 只能写在 conv2d、max_pool2d 和 avg_pool2d 的值之后，例如 max_pool2d(x, 2, {2}=1)。
    {} must be followed by a closing parenthesis.
    {1*}之后必须是右括号。
    ~The settings
    设置
    ~The sizes
    大小
    ~The axis
    轴
    The window's size is missing here: {}.
    这里缺少窗口的大小：{1*}。
    The window's size must be a whole number, as in max_pool2d(x, 2).
    窗口的大小必须是整数，例如 max_pool2d(x, 2)。
    Here only stride= and padding= can follow: {}.
    这里之后只能跟 stride= 和 padding=：{1*}。
    The setting {}= stands here twice.
    设置 {1}= 在这里出现了两次。
    A setting must be a whole number, as in {}=1.
    设置必须是整数，例如 {1}=1。
    The sizes are missing here: {}.
    这里缺少大小：{1}。
    The slope must be a number, as in leaky_relu(x, 0.2).
    斜率必须是数，例如 leaky_relu(x, 0.2)。
    A size must be a whole number, as in reshape(x, 2, 3).
    大小必须是整数，例如 reshape(x, 2, 3)。
    A value can have {} axes, not more.
    一个值最多有 {1} 个轴。
    A value can have {} numbers, not more.
    一个值最多有 {1} 个数。
    All values up to here would have {} elements together; this command stops at {}.
    到这里为止，所有值共有 {1} 个元素；本命令的上限是 {2}。
    All values up to that of {} have {} elements together; this command stops at {}.
    到 {1} 为止，所有值共有 {2} 个元素；本命令的上限是 {3}。
    {} of {} would have about {} elements; this command stops at {}.
    {2} 的{1*}约有 {3} 个元素；本命令的上限是 {4}。
    ~The result
    结果
    ~The first derivative
    第一个导数
    ~The second derivative
    第二个导数
    --upstream has the shape {}, but the result has {}; give a number or a value of the result's shape.
    --upstream 的形状是 {1}，而结果是 {2}；请给出一个数，或形状与结果相同的值。

    # What shapes an operation asks for.
    {} can't take {}: {}.
    {1} 不能用于 {2*}：{3*}。
    ~{} of shape {}
    {1*}（形状 {2*}）
    ~{} of shape {} and {} of shape {}
    {1*}（形状 {2*}）和{3*}（形状 {4*}）
    ~a value
    值
    ~{} of shape {} (a constant)
    {1*}（形状 {2}，常量）
    ~{} (a constant)
    {1*}，常量
    ~{} (the result of {})
    {1*}，{2} 的结果
    ~there is no element to take the mean of
    没有可以求平均的元素
    ~there is no element to be the {}
    没有可以取最大值的元素
    ~axis {} is empty, so it has no mean
    第 {1} 轴是空的，没有平均值
    ~axis {} is empty, so it has no {} element
    第 {1} 轴是空的，没有最大的元素
    ~a single number has no axis {}
    单个数没有第 {1} 轴
    ~there is no axis {}; axes run from 0 to {}, or from −{} to −1 counted from the end
    没有第 {1} 轴；轴从 0 到 {2}，从后往前数是 −{3} 到 −1
    ~it has {} elements, and ({}) asks for {}
    它有 {1} 个元素，而 ({2}) 需要 {3} 个
    ~only one of the sizes ({}) may be −1
    大小 ({1}) 中只能有一个是 −1
    ~a single number can't be a matrix; multiply with * instead
    单个数不能当作矩阵；请用 * 相乘
    ~a single number has no last axis to run along
    单个数没有最后一个轴
    ~aligned at their last axes, two sizes must be equal or one of them 1
    从最后一个轴对齐后，每对大小必须相等，或其中一个是 1
    ~the last axis of the first operand ({}) must be as long as the only axis of the second ({})
    第一个操作数的最后一个轴（{1}）必须与第二个的唯一一个轴（{2}）一样长
    ~the last axis of the first operand ({}) must be as long as the second to last axis of the second ({})
    第一个操作数的最后一个轴（{1}）必须与第二个的倒数第二个轴（{2}）一样长
    ~their batch axes {} and {} must be equal or 1 where they are aligned
    它们的批量轴 {1} 与 {2} 对齐后必须相等，或为 1
    ~the product would be larger than the address space
    乘积会超出地址空间
    ~the targets need one number for each number of the predictions, so both shapes must be equal
    目标与预测的数要一一对应，所以两者的形状必须相同
    ~images must have four axes, (N, C, H, W); reshape a single image (C, H, W) to (1, C, H, W)
    图像必须有四个轴 (N, C, H, W)；请把单个图像 (C, H, W) 变形为 (1, C, H, W)
    ~the filters must have four axes, (F, C / groups, KH, KW)
    卷积核必须有四个轴 (F, C / groups, KH, KW)
    ~a filter has {} channels, but the images have {}
    每个卷积核有 {1} 个通道，而图像有 {2} 个
    ~the bias must have shape ({},), one number for each filter
    偏置的形状必须是 ({1},)，每个卷积核一个数
    ~the {} must be at least 1 and below 2³¹, not {}
    {1*}必须至少为 1 且小于 2³¹，不能是 {2}
    ~the padding must be at least 0 and below 2³¹, not {}
    填充必须至少为 0 且小于 2³¹，不能是 {1}
    ~a {} of {} is larger than an image of {} with a padding of {}
    {1*} {2} 大于图像 {3}（填充 {4}）
    ~a {} of {} is larger than an image of {}
    {1*} {2} 大于图像 {3}
    ~with a padding of {}, a window of {} would lie outside the image of {}: it must see an element of it at each place
    填充为 {1} 时，窗口 {2} 会落在图像 {3} 之外：它在每个位置都必须看到图像的元素
    ~stride
    步幅
    ~kernel
    卷积核
    ~window
    窗口
    ~a row without elements has no mean
    没有元素的行没有平均值
    ~its last axis can't be normalised: it has {}
    它的最后一个轴不能归一化：它有 {1} 个轴
    ~the mean over zero rows is undefined
    行数为零，平均值没有定义

    # What is expected of files, and what is found.
    ~the four files of {}, {}, each with or without .gz in its name
    {1} 的四个文件 {2}，文件名带不带 .gz 均可
    ~the four files of {}, {}, {}, {} and {}, each with or without .gz in its name
    {1} 的四个文件 {2}、{3}、{4} 和 {5}，文件名带不带 .gz 均可
    ~no {}; there are only {}
    没有 {1*}；只有 {2}
    ~no {}; there are only {} and {} more
    没有 {1*}；只有 {2} 和另外 {3} 个
    ~{}, no {}
    {1}、{2*}
    ~no {}; nothing is there
    没有 {1*}；里面什么也没有
    Put the missing file there or give another folder; spellings such as {} and {} are found, too.
    请把缺少的文件放进去，或指定其他文件夹；{1}、{2} 之类的写法也能识别。
    Put the missing files there or give another folder; spellings such as {} and {} are found, too.
    请把缺少的文件放进去，或指定其他文件夹；{1}、{2} 之类的写法也能识别。
    ~the file from one of {} mirrors
    从 {1} 个镜像之一取得的文件
    ~{}: the host's name was not found; {}
    {1}：找不到主机；{2*}
    ~{}: the host's name was not found
    {1}：找不到主机
    ~a folder with MNIST's four files
    存有 MNIST 四个文件的文件夹
    ~none
    没有
    ~a file
    文件
    ~a device
    设备
    ~a named pipe
    命名管道
    ~a socket
    套接字
    ~a link to {}
    指向{1*}的链接
    ~a dangling link, to “{}”
    失效的链接，指向“{1}”
    ~a link that leads in a circle, to “{}”
    形成循环的链接，指向“{1}”
    ~a link that leads nowhere, to {}
    失效的链接，指向 {1}
    ~a file or a new name
    文件或新的文件名
    ~a path that names no file
    不是文件的路径
    ~a path with a zero character in it
    含有空字符（NUL）的路径
    ~something open for writing
    为写入而打开的文件
    ~an open file that may only be read
    只能读取的打开的文件
    ~memory for its {} of data
    足以存放 {1} 数据的内存
    ~too little
    内存不足
    ~{} byte
    {1} 字节
    ~{} bytes
    {1} 字节
    ~{}: at byte {} of the uncompressed data
    {1}（解压后第 {2} 字节）
    ~an IDX file, which starts with the bytes 00 00
    以字节 00 00 开头的 IDX 文件
    ~an IDX file, which starts with 4 bytes
    以 4 个字节开头的 IDX 文件
    ~the bytes {}
    字节 {1}
    ~the end of the file after {}
    文件在 {1*} 之后结束
    ~the end of the data after {}
    数据在 {1*} 之后结束
    ~whole gzip data
    完整的 gzip 数据
    ~more gzip data
    更多的 gzip 数据
    ~a pipe whose reader has gone
    读取方已退出的管道
    Start again what reads it, or write to a file.
    请重新启动读取方，或写到文件。
    Choose a file and a folder that you may write to.
    请换一个可以写入的文件和文件夹。
    Choose a shorter name.
    请换一个较短的名字。
    Raise the limit of a file's size (ulimit -f) or choose another disk.
    请提高文件大小的限制（ulimit -f），或换一个磁盘。
    ~{}: in line {}, column {} (byte {})
    {1} 第 {2} 行第 {3} 列（第 {4} 字节）
    ~{}: in line {}, column {}
    {1} 第 {2} 行第 {3} 列
    ~{}: in line {}
    {1} 第 {2} 行
    ~{} labels, one for each image of {}
    {1} 个标签，与 {2} 的图像一一对应
    ~{} labels
    {1} 个标签
    ~{} axis
    {1} 个轴
    ~{} axes
    {1} 个轴
    the Mermaid drawing has {} boxes for the graph's {} nodes, since {}.
    Mermaid 图用 {1} 个方框表示 {2} 个节点，因为{3*}。
    Mermaid can't draw this graph, not even folded, since {}. In a page of your own, raise its maxEdges and maxTextSize.
    这个计算图即使折叠也不能用 Mermaid 画出，因为{1*}。在自己的网页里可以提高 maxEdges 和 maxTextSize。
    ~Mermaid draws {} lines and the whole has {}
     Mermaid 最多画 {1} 条线，而整个图有 {2} 条
    ~Mermaid takes {} characters and the whole has {}
     Mermaid 最多接受 {1} 个字符，而整个图有 {2} 个
    """ + "\n"
      + [
        chineseNetworkMessages, chineseModelMessages, chineseTableMessages, chinesePictureMessages,
        chineseCheckpointMessages, chineseExchangeMessages, chineseClusterMessages, chineseDrawingMessages,
      ].joined(separator: "\n"))
}
