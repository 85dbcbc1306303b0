extension PhraseBook {
  /// Every paragraph of the help in Chinese.
  static let chineseHelp = PhraseBook(
    """
    # Frame.
    OPTIONS:
    选项：
    ARGUMENTS:
    参数：
    SUBCOMMANDS:
    子命令：
    DRAWING:
    绘图：
    DATA:
    数据：
    NETWORK:
    网络：
    TRAINING:
    训练：
    OUTPUT:
    输出：
    OPTIMISER:
    优化器：
    TABLE:
    表格：
    Show the version.
    显示版本。
    Show help information.
    显示帮助。
    See 'backprop help <subcommand>' for detailed help.
    各子命令的详细说明见 'backprop help <subcommand>'。

    # backprop
    Build, see, check and train neural networks by backpropagation.
    用误差反向传播搭建、观察、检验和训练神经网络。
    Exit status:
    退出状态：
    0   all went well
    0   成功
    1   a check failed, a training ended with values that aren't finite, or
    1   检查未通过，或训练结果含有非有限值，或
    --watch-nan found one
    --watch-nan 发现非有限值
    3   a check can't tell: rounding hides the answer
    3   检查无法判断：答案被舍入误差掩盖
    64   the command line is wrong, or asks for more memory than there is
    64   命令行有误，或所需内存超出可用内存
    74   a file, standard output or the network failed
    74   文件、标准输出或网络出错
    129   ended by SIGHUP, 130 by SIGINT (Ctrl-C), 143 by SIGTERM
    129   被 SIGHUP 中止，130 为 SIGINT（Ctrl-C），143 为 SIGTERM
    141   whoever read standard output went away
    141   读取标准输出的程序已退出
    Ctrl-C, SIGTERM and SIGHUP end the training early: what was asked for is written, and the exit status tells the signal. With --checkpoint FILE the training goes on later with --resume FILE, and ends as if it had never been stopped. A training whose loss or parameters aren't finite at the end says so and has status 1.
    Ctrl-C、SIGTERM 和 SIGHUP 会提前结束训练：要求的文件照样写出，退出状态表明是哪个信号。带 --checkpoint FILE 的训练以后可用 --resume FILE 继续，结果与从未中断一样。训练结束时若损失或参数不是有限值，会加以说明，退出状态为 1。
    A file appears as a whole or not at all; through a link the file that it leads to is replaced. The new file keeps the old one's permissions, but not its owner and further names (hard links). Devices, pipes and /dev/stdout are written to; links that lead nowhere, files without permission to write and folders are refused.
    文件要么完整写出，要么不出现；通过链接写入时，被替换的是链接所指的文件。新文件保留旧文件的权限，但不保留所有者和其他名字（硬链接）。设备、管道和 /dev/stdout 可以直接写入；失效的链接、没有写权限的文件和文件夹会被拒绝。

    # Common options
    What to print: text, or json for one object a line.
    输出格式：text，或每行一个对象的 json。
    A folder with the four IDX files of a data set, plain or as .gz, instead of the cache.
    存有数据集四个 IDX 文件（.gz 或未压缩）的文件夹，代替缓存。
    Files named like MNIST's are found in their usual spellings (train-images-idx3-ubyte, train-images.idx3-ubyte, test-labels.idx1). The network has an output for each label from 0 to the largest, 256 at most.
    MNIST 文件名的常见写法都能识别（train-images-idx3-ubyte、train-images.idx3-ubyte、test-labels.idx1）。从 0 到最大的标签，网络各有一个输出，最多 256 个。
    The sizes of the hidden layers, separated by commas.
    各隐藏层的大小，用逗号分隔。
    How many threads to use.
    使用的线程数。
    the number of processor cores
    处理器的核心数

    # Tables
    The column of a table that is to be told from the others.
    表格中要由其他列推断的列。
    What the target is: classify for classes, regress for a number. Words are classes if not given, and so are few whole numbers that are often repeated.
    目标是什么：classify 为类别，regress 为数值。未给出时，词是类别，经常重复的少数整数也是类别。
    The columns to learn from, with commas between them; if not given all that can be used.
    用来学习的列，以逗号分隔；未给出时为所有可用的列。
    Columns to leave out, with commas between them.
    要略去的列，以逗号分隔。
    What stands between a table's fields: comma, semicolon, tab, bar, space or another character; found in the file if not given.
    表格字段之间的字符：comma、semicolon、tab、bar、space 或别的字符；未给出时由文件内容判断。
    What becomes of a table's rows with missing values: error refuses them, mean puts a column's mean in their place, drop leaves the rows out; drop if not given.
    如何处理表格中有缺失值的行：error 视为错误，mean 填入该列的均值，drop 略去这些行；未给出时为 drop。
    A table of its own to measure with, instead of a part of that of --data.
    专用于测量的另一个表格，代替 --data 表格的一部分。
    The share of a table's rows, or of pictures without a part for it, that is only ever measured; 0 for none.
    表格的行（或没有测试部分的图片）中只用于测量的比例；0 表示没有。
    0.2, with --test 0
    0.2，使用 --test 时为 0
    A table is given by --data FILE.csv and --target COLUMN. A fifth of its rows is held out and only measured; the others train a network with a hidden layer of 200 by adam, in shuffled mini-batches, with a learning rate that falls from 0.02 to 0 as a cosine: for 30 epochs, or 240 mini-batches where that is more, to tell classes, and for 50 or 400 to tell a number. Weights decay by 1 over the number of rows for classes and by 10 over it for a number, 0.1 at most; where fewer than 2,000 rows tell a number, by 3, 10 or 40 over it, whichever does best in 12 trials on parts of these rows. Fewer than 10,000 rows are all learnt from, and nothing stops the training early; of 10,000 or more a tenth is kept to validate with, and the training stops after 10 epochs without a smaller validation loss. --validation and --early-stopping do the same with fewer rows. Options change each of these.
    表格由 --data FILE.csv 和 --target COLUMN 给出。五分之一的行留出，只用于测量；其余的行用来训练隐藏层为 200 的网络：用 adam，打乱顺序的 mini-batch，学习率按余弦从 0.02 降到 0；推断类别时训练 30 轮，或 240 个 mini-batch（取较多者），推断数值时为 50 轮或 400 个。权重衰减对类别为 1 除以行数，对数值为 10 除以行数，最大 0.1；推断数值而行数少于 2,000 时，在这些行的若干部分上试验 12 次，从 3、10、40 中取效果最好的除以行数。少于 10,000 行时，所有行都用于学习，不会提前停止；有 10,000 行或更多时，留出十分之一用于验证，验证损失 10 轮没有变小就停止。行数较少时也可以用 --validation 和 --early-stopping 这样做。这些都可以用选项改变。

    # backprop train
    Train a network on images or a table, and report how well it does.
    用图像或表格训练网络，并报告效果。
    The network: a preset, a JSON file, or layers in quotes, with commas between them.
    网络：预设名、JSON 文件，或加引号、用逗号分隔的各层。
    Presets: two-layer, mlp, simple-convnet, deep-convnet, batchnorm-convnet. Layers are written as in 'conv 30 5x5, relu, maxpool 2, affine 100, relu, affine'; backprop summary --help lists them.
    预设：two-layer、mlp、simple-convnet、deep-convnet、batchnorm-convnet。各层的写法例如 'conv 30 5x5, relu, maxpool 2, affine 100, relu, affine'；backprop summary --help 列出所有的层。
    Without options it does what the notes do (the lecture notes that the README names): 784-50-10, 10,000 mini-batches of 100, learning rate 0.1. The same seed gives the same network to the bit, for any number of threads.
    不带选项时与讲义（README 中所说的讲义）相同：784-50-10，10,000 个 mini-batch，每个 100 张图像，学习率 0.1。种子相同，得到的网络就逐位相同，与线程数无关。
    Another data set, whose images the network is tested on: mnist, fashion or digits.
    另一个数据集，用它的图像测试网络：mnist、fashion 或 digits。
    A folder with another data set, whose images the network is tested on.
    存有另一个数据集的文件夹，用它的图像测试网络。
    How many mini-batches to train on; 0 leaves the start.
    训练多少个 mini-batch；0 则保持初始状态。
    How many epochs to train, instead of --iterations; an epoch takes as many images as there are.
    训练多少轮（epoch），代替 --iterations；一轮取用的图像数等于图像总数。
    How many images a mini-batch has.
    一个 mini-batch 的图像数。
    100, of fewer than 3,000 of your own a thirtieth, 8 at least
    100；自己的图像不足 3,000 张时为其三十分之一，至少 8
    How images come into mini-batches: drawn with replacement, or shuffled, so that each comes once an epoch and the last mini-batch of one may be smaller; drawn if not given.
    图像如何组成 mini-batch：drawn 有放回地抽取；shuffled 打乱顺序，每轮中每张图像出现一次，一轮的最后一个 mini-batch 可能较小；未给出时为 drawn。
    The rule of updates; sgd if not given.
    更新参数的规则；未给出时为 sgd。
    The learning rate.
    学习率。
    the optimiser's usual one: sgd 0.1, momentum, nesterov and adagrad 0.01, rmsprop, adam and adamw 0.001
    优化器通常的学习率：sgd 0.1，momentum、nesterov 和 adagrad 0.01，rmsprop、adam 和 adamw 0.001
    The share of the velocity that momentum and nesterov keep.
    momentum 和 nesterov 保留速度的比例。
    How the learning rate changes; constant if not given.
    学习率如何变化；未给出时为 constant。
    constant, 'step 0.1 at 10,20' (epochs), 'exponential 0.95', cosine, 'cosine to 0.01', one-cycle, or 'plateau 0.5 after 3' (epochs without a smaller loss).
    constant、'step 0.1 at 10,20'（轮）、'exponential 0.95'、cosine、'cosine to 0.01'、one-cycle，或 'plateau 0.5 after 3'（损失没有变小的轮数）。
    Over how many mini-batches the learning rate first rises from near 0.
    开始时学习率从接近 0 上升，经过多少个 mini-batch。
    The share of the training images that the network is measured with instead of learning from them; 0 for none, and no early stopping either.
    不用于训练、只用于检验的训练图像的比例；0 表示没有，也不提前停止。
    0, with --early-stopping 0.1; with 10,000 rows or more to learn from 0.1
    0，有 --early-stopping 时为 0.1；用于学习的行有 10,000 行或更多的表格为 0.1
    0, with 10,000 rows or more to learn from 10
    0，用于学习的行有 10,000 行或更多的表格为 10
    After how many epochs without a smaller validation loss the training ends, with the best parameters put back; 0 for never.
    验证损失多少轮没有变小就结束训练，并恢复最好的参数；0 表示从不。
    Shift, turn, scale and bend the images a little, each time by other amounts.
    每次把图像略微平移、旋转、缩放和扭曲，幅度各不相同。
    Mirror half of the images left to right, each time others; for pictures such as clothes, not for digits or letters.
    每次把一半的图像左右翻转，每次都不是同一批；适合衣物之类的图片，不适合数字或字母。
    How much weights decay; biases and norms don't.
    权重衰减的大小；偏置和归一化的参数不衰减。
    0, with adamw 0.01
    0，adamw 为 0.01
    The largest length of all gradients together; longer ones are shortened to it.
    全部梯度合在一起的最大长度；更长的缩短到此。
    The share of each target that is spread over all classes, from 0 to 1.
    每个目标中平均分给所有类别的比例，从 0 到 1。
    0.01, or as the network of --network asks for
    0.01，或按 --network 的网络的要求
    The standard deviation of the initial weights, or he, heuniform, xavier, xaviernormal, xavieruniform or pytorch.
    初始权重的标准差，或 he、heuniform、xavier、xaviernormal、xavieruniform、pytorch。
    What follows each hidden layer: relu or sigmoid; relu if not given.
    各隐藏层之后的激活函数：relu 或 sigmoid；不写时为 relu。
    The seed that the initial weights and the mini-batches are drawn from.
    用来抽取初始权重和 mini-batch 的随机种子。
    Print the summary only.
    只输出概要。
    Writes the loss of each iteration and the accuracies into a CSV file.
    把每次迭代的损失和各正确率写入 CSV 文件。
    Columns: iteration, epoch, loss, train_accuracy, test_accuracy, train_loss, test_loss; the last four are means over all images, empty where they weren't measured. Numbers have all their digits.
    各列：iteration、epoch、loss、train_accuracy、test_accuracy、train_loss、test_loss；后四列是全部图像的平均值，未测量处为空。数字写出全部位数。
    Writes a report into one HTML file that needs nothing else.
    把报告写入一个独立的 HTML 文件。
    Curves, settings and environment, confusion matrix, mistaken images, the first layer's weights, histograms by layer, and the network's graph. The same training on the same machine gives the same bytes.
    包括曲线、设置与环境、混淆矩阵、识别错误的图像、第一层的权重、各层的直方图和网络的计算图。在同一台机器上做同样的训练，得到的文件逐字节相同。
    Include measured times in the report; they differ from run to run.
    在报告中写出实测的用时；每次运行的用时不同。
    Stop at the first value or derivative that is NaN or infinite, and say which operation made it.
    值或导数一出现 NaN 或无穷大就停下，并指出产生它的运算。
    Plot loss and accuracies in the terminal afterwards.
    训练结束后在终端里画出损失和正确率。
    where it is wide enough
    终端够宽时画出

    # backprop check
    Compare backpropagated gradients with numerical ones, parameter by parameter.
    逐个参数比较反向传播的梯度与数值梯度。
    Runs in double precision, once with the notes' loss −log(y + 1e-7) and once with the stable form, which needs no such term and agrees far more closely. A network of --network is checked in the stable form, once as it answers and once as it trains, where layers such as dropout and batchnorm do something else. Its biases, which start as 0, and scales, which start as 1, are drawn from within 0.1 of that: where an image is empty, a bias of 0 lies on ReLU's kink itself, where there is no derivative to compare with.
    以双精度计算两次：一次用讲义的损失 −log(y + 1e-7)，一次用数值稳定的形式，后者不需要 1e-7，两种梯度也吻合得更好。--network 的网络用稳定的形式检查两次：一次按推断方式，一次按训练方式，dropout、batchnorm 等层在两种方式下的计算不同。偏置的初值为 0，缩放系数的初值为 1，检查前在初值 ±0.1 的范围内随机抽取：在图像的空白处，为 0 的偏置恰好落在 ReLU 的折点上，那里没有可供比较的导数。
    The verdict on a parameter is ok; kink where elements lie so near a kink of ReLU that they were compared on one side of it; can't tell where rounding hides the answer; wrong; or nan. Exit status 0 when all are ok or kink, 1 when a gradient is wrong or nan, 3 when none is but something can't be told. A gradient that is k times the numerical one everywhere is told with its k.
    对每个参数的判定为：ok；kink，有元素离 ReLU 的折点太近，只在折点的一侧比较；can't tell，舍入误差掩盖了答案；wrong，梯度有误；nan。全部为 ok 或 kink 时退出状态为 0，有 wrong 或 nan 时为 1，没有这两者但有无法判断的为 3。如果反向传播的梯度处处是数值梯度的 k 倍，会指出 k。
    How many elements of each parameter to check, drawn at random.
    每个参数检查多少个元素，随机抽取。
    By default all of them, or in a large network as many as take about half a minute.
    默认检查全部元素；网络很大时，只检查约半分钟内能完成的数量。
    How many training images to check on.
    用多少张训练图像检查。
    The step h of the central differences.
    中心差分的步长 h。
    The seed that the weights, and the elements to check, are drawn from.
    用来抽取权重和待检查元素的随机种子。
    Draws the graph of the loss into an SVG file; where the check fails, what is wrong is marked.
    把损失的计算图画成 SVG 文件；检查未通过时标出有误之处。

    # backprop summary
    Show a network layer by layer: shapes, parameters, multiply-adds and memory.
    逐层显示网络：形状、参数、乘加次数和内存。
    Layers in a line, with commas between them:
    各层的写法，用逗号分隔：
    affine 100       outputs; the last affine needs none
    affine 100       输出数；最后一个 affine 可以不写
    conv 30 5x5      filters, kernel; stride 2 pad 1 dilation 2 groups 4
    conv 30 5x5      滤波器数、卷积核；stride 2 pad 1 dilation 2 groups 4
    maxpool 2        avgpool 2 stride 2 pad 1; globalavgpool
    maxpool 2        也有 avgpool 2 stride 2 pad 1；globalavgpool
    relu             tanh sigmoid leakyrelu gelu silu softplus softmax
    relu             也有 tanh sigmoid leakyrelu gelu silu softplus softmax
    batchnorm        layernorm
    batchnorm        也有 layernorm
    dropout 0.5      the share that is left out in training
    dropout 0.5      训练时略去的比例
    flatten          put in where an affine layer needs it
    flatten          affine 层需要时会自动加上
    embedding 50 8   words, and numbers for each
    embedding 50 8   词数，和每个词的数的个数
    residual (conv 8 3x3 pad 1, relu) shortcut (conv 8 1x1)
    residual (conv 8 3x3 pad 1, relu) shortcut (conv 8 1x1)：残差与捷径
    A file has the same in JSON: {"layers": [{"layer": "conv", "filters": 30, "kernel": [5, 5]}, {"layer": "affine"}]}.
    文件用 JSON 写同样的内容：{"layers": [{"layer": "conv", "filters": 30, "kernel": [5, 5]}, {"layer": "affine"}]}。
    The shape of one sample: channels, rows and columns, or one number.
    一个样本的形状：通道数、行数和列数，或一个数。
    How many classes there are, which the last affine layer has its size from.
    类别数，最后一个 affine 层的大小由它决定。
    What to print: text, or json for one object on one line.
    输出格式：text，或写成一行的 json 对象。

    # backprop graph
    Compute an expression and show its graph with every value and derivative.
    计算一个算式，并显示它的计算图以及所有的值和导数。
    The language, with NumPy's meanings:
    算式的写法，含义与 NumPy 相同：
    numbers        3   2.5   .5   1e-3
    数             3   2.5   .5   1e-3
    names          x   W1   苹果: letters, then digits and _; each needs a --set
    名字           x   W1   苹果：字母开头，可含数字和 _；须用 --set 给值
    lists          [1, -2]   [[1, 2], [3, 4]]
    列表           [1, -2]   [[1, 2], [3, 4]]
    operators      + - * / with broadcasting, ** for powers, unary -,
    运算符         + - * /（可广播），乘方 **，负号 -，
    @ or dot(x, W) for the matrix product; − × ÷ are
    矩阵乘积 @ 或 dot(x, W)；也可以写
    understood, too
    − × ÷
    functions      exp(x) log(x) sqrt(x) tanh(x) relu(x) sigmoid(x)
    函数           exp(x) log(x) sqrt(x) tanh(x) relu(x) sigmoid(x)
    gelu(x) silu(x) softplus(x), leaky_relu(x) with the slope
    gelu(x) silu(x) softplus(x)；leaky_relu(x) 在 0 以下的斜率
    0.01 below 0, or with another as in leaky_relu(x, 0.2)
    为 0.01，也可另给，例如 leaky_relu(x, 0.2)
    sum(x) mean(x) max(x), each also with axis=0 or axis=-1
    sum(x) mean(x) max(x)，都可以加 axis=0 或 axis=-1
    transpose(x), reshape(x, 2, 3) where one size may be -1
    transpose(x)，reshape(x, 2, 3)，其中一个大小可以是 -1
    softmax(a) and log_softmax(a) over the last axis
    softmax(a) 和 log_softmax(a)，沿最后一个轴
    layer_norm(x): each row along it with mean 0 and variance 1
    layer_norm(x)：沿该轴的每一行变为平均值 0、方差 1
    conv2d(x, w) or conv2d(x, w, b), max_pool2d(x, 2) and
    图像 (N, C, H, W) 的 conv2d(x, w) 或 conv2d(x, w, b)、
    avg_pool2d(x, 2) of images (N, C, H, W), each also with
    max_pool2d(x, 2) 和 avg_pool2d(x, 2)，都可以加
    stride=2 and padding=1
    stride=2 和 padding=1
    cross_entropy(y, t): the mean over rows of -sum(t * log(y))
    cross_entropy(y, t)：-sum(t * log(y)) 对各行的平均值
    softmax_with_loss(a, t): the same of softmax(a), stable
    softmax_with_loss(a, t)：对 softmax(a) 求同样的值，数值稳定
    sigmoid_with_loss(a, t): yes or no for each number
    sigmoid_with_loss(a, t)：对每个数做是与否的判断
    ** binds more strongly than a minus before it and groups from the right: -x**2 is -(x**2).
    ** 的优先级高于它前面的负号，并且从右向左结合：-x**2 即 -(x**2)。
    Every node is listed in forward order with its value and, after the backward pass from the result, its derivative. A result that isn't a single number is summed first. --upstream gives what arrives at the result from the rest of a computation: a number, 1 where nothing is said, or a value of the result's shape. Numbers and lists in the expression are constants and have no derivative. At a kink, relu'(0) is 0, leaky_relu'(0) is the slope, and max shares its derivative among ties.
    所有节点按正向传播的顺序列出，带有值，以及从结果反向传播得到的导数。结果不是单个数时先求和。--upstream 给出上游导数，即从后续计算传到结果处的导数：一个数（不写时为 1），或与结果形状相同的值。算式中的数和列表是常数，没有导数。在折点处，relu'(0) 为 0，leaky_relu'(0) 为斜率，max 的导数由相等的最大值平分。
    A value is JSON: a number or nested lists, with nan, inf and -inf bare or in quotes. A number too large for double precision is infinite. Values may have up to 10 million elements, 20 million together. --set NAME=@FILE takes the value from a file, plain or gzip, of up to 1 GiB of text: the same JSON, or lines of numbers with spaces or commas between them, where one line or one column is a vector and # begins a remark.
    值用 JSON 书写：数或嵌套列表，nan、inf 和 -inf 加不加引号均可。超出双精度范围的数视为无穷大。一个值最多 1000 万个元素，总共最多 2000 万个。--set NAME=@FILE 从文件读取值，文件可以是未压缩的或 gzip 压缩的，文本不超过 1 GiB：内容为同样的 JSON，或用空格、逗号隔开的一行行数；只有一行或一列时为向量，# 之后是注释。
    Examples:
    例子：
    The expression, in quotes.
    算式，要加引号。
    Gives a name its value, or with name=@file the one in a file; once for each name.
    给名字赋值，写成 name=@file 时取文件中的值；每个名字写一次。
    The derivative that arrives at the result: a number, a list of the result's shape, or @file.
    传到结果处的导数：一个数、与结果形状相同的列表，或 @file。
    Shows the graph of a network instead of an expression's: the sizes of its layers, a preset, a JSON file, or layers in quotes.
    显示网络的计算图，代替算式：给出各层的大小、预设名、JSON 文件，或加引号的各层。
    The shape of one sample of a network that isn't given by sizes: channels, rows and columns, or one number.
    不按大小给出的网络，其一个样本的形状：通道数、行数和列数，或一个数。
    How many classes a network that isn't given by sizes tells apart.
    不按大小给出的网络所区分的类别数。
    Name the first operation that made a value or derivative NaN or infinite, mark its path in the drawing, and exit with status 1. JSON then has it as non_finite.
    指出最先使值或导数变成 NaN 或无穷大的运算，在图中标出其传播路径，并以状态 1 退出。JSON 中记为 non_finite。
    What follows each hidden layer of a network that is given by sizes: relu, which is the default, or sigmoid.
    按大小给出的网络，其各隐藏层之后的激活函数：relu（默认）或 sigmoid。
    Draws the graph into an SVG file.
    把计算图画成 SVG 文件。
    Writes the graph into an HTML file that is stepped through, forward and backward.
    把计算图写成 HTML 文件，可以逐步查看正向和反向传播。
    Writes the graph into a file in the language of Graphviz.
    把计算图写成 Graphviz 格式的文件。
    Writes the graph into a file in the language of Mermaid, folded where it has more than Mermaid's 500 lines.
    把计算图写成 Mermaid 格式的文件；超过 Mermaid 的 500 条连线时折叠。
    Whether to draw the graph in lines of text, too: auto (in a terminal, where it fits), always or never.
    是否也用文字线条画出计算图：auto（在终端中，放得下时）、always 或 never。

    # backprop bench
    Measure how fast training runs here, and how close that is to what the processor can do.
    测量本机的训练速度，以及它离处理器的极限有多近。
    Each row is repeated for a while after a warm-up; the best and the median time are printed. MFLOP counts the matrix products and convolutions of a job, two operations for each multiply-add, and nothing else. GFLOP/s and the share of the peak, which is measured by multiply-adds in registers with as many threads as the row has, belong to the best time. A job for which there is a shortcut, such as a gradient check, may do less work than is counted; so do products with images, whose zeros are left out. The rows with noise have no zeros.
    每一行预热后重复测量一段时间，输出用时的最小值和中位数。MFLOP 只计矩阵乘积和卷积，一次乘加算两次运算。GFLOP/s 和占峰值的比例按最短用时计算；峰值用寄存器中的乘加测得，线程数与该行相同。有捷径可走的任务（例如梯度确认）实际的运算可能少于计数；与图像的乘积也是如此，因为其中的零被跳过。带 noise 的行没有零。
    Without --data-dir the images are the built-in digits, as many as MNIST has. The whole job is 10,000 mini-batches of 100 with 17 evaluations on all images. A full run takes under a minute. --filter growth measures how the time of a step grows with hidden size, batch, depth and threads; that takes longer and is not part of a full run. A full run has convolutions and max pools of batches of 100; --filter convolution and --filter pool have those of 1 and 256, too. --filter 10M measures optimisers' updates of ten million parameters beside the copying of memory, --filter 1M activations of a million numbers.
    不带 --data-dir 时使用内置数字，数量与 MNIST 相同。整个任务是 10,000 个 mini-batch，每个 100 张图像，并在全部图像上评估 17 次。完整运行不到一分钟。--filter growth 测量一步的用时如何随隐藏层大小、批大小、层数和线程数增长；它用时较长，不包含在完整运行中。完整运行只含批大小为 100 的卷积与最大池化；--filter convolution 和 --filter pool 还包括批大小 1 和 256。--filter 10M 测量优化器对一千万个参数的更新，并与内存复制对比；--filter 1M 测量激活函数对一百万个数的计算。
    Run only the rows whose name, type or threads contain this text, such as product or 'float 1 thread'.
    只运行名称、类型或线程数含有这段文字的行，例如 product 或 'float 1 thread'。
    How many threads to use in rows that use several.
    多线程的行所用的线程数。
    A folder with MNIST's four files, plain or as .gz, instead of the built-in digits.
    存有 MNIST 四个文件（.gz 或未压缩）的文件夹，代替内置数字。
    A saved model, whose answers to 1 and to 100 samples are measured instead of the usual rows.
    保存的模型；测量它回答 1 个和 100 个样本的用时，代替通常的各行。
    """ + "\n"
      + [
        chineseModelHelp, chinesePictureHelp, chineseCheckpointHelp, chineseExchangeHelp, chineseClusterHelp,
        chineseDrawingHelp,
      ].joined(
        separator: "\n"))
}
