extension PhraseBook {
  /// Errors, warnings and advice in Chinese.
  static let chineseMessages = PhraseBook(
    """
    # What the argument parser says.
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
    “{1}”不能用作“{2}”的值，可选的值是 {3}。
    The value '{}' is invalid for '{}': {}
    “{1}”不能用作“{2}”的值：{3}
    The option '{}' does not take any value, but '{}' was specified.
    选项“{1}”没有值，却给了“{2}”。
    Value to be set with {} had already been set with {}
    {1} 与先前的 {2} 重复
    Missing required subcommand.
    缺少子命令。
      See '{}' for more information.
      详细说明见“{1}”。

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
    {} must be a standard deviation, a finite number ≥ 0 that single precision can hold (0, or from {} to {}), or he, or xavier, not {}.
    {1} 必须是标准差（单精度能表示的非负有限数：0，或 {2} 到 {3}），或 he、xavier，而不是 {4}。
    a network {} needs about {} of memory for {}, but {}; {}.
    网络 {1} 约需 {2} 内存（{3}），但 {4}；{5}。
    {} names the file that the command's own output goes to, which would be lost; give it another, or /dev/stdout to write both into one.
    {1} 的文件就是命令自己的输出，输出会丢失；请换一个文件，或用 /dev/stdout 把两者写在一起。
    the training ended with values that aren't finite: {}. Give a smaller --learning-rate than {}; --watch-nan tells which operation made the first of them.
    训练结果含有非有限值：{1}。请给出小于 {2} 的 --learning-rate；--watch-nan 可指出最先产生它的运算。
    the training ended with values that aren't finite: {}. Give a smaller --init-std; --watch-nan tells which operation made the first of them.
    训练结果含有非有限值：{1}。请给出较小的 --init-std；--watch-nan 可指出最先产生它的运算。
    the network has learnt nothing: its loss {} is that of guessing. {}
    网络什么也没有学到：损失 {1} 与随便猜相同。{2}
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
    --report-times 需要有报告；请同时给出 --report 文件。
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
    无法取得 MNIST：{1}
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
    这里缺少一个值：{1}。
    A value is missing before this {}.
    这个 {1} 之前缺少一个值。
    A value is missing here; a + has no meaning without one before it.
    这里缺少一个值；+ 之前必须有值。
    A second value is missing here: {}.
    这里缺少第二个值：{1}。
    Nothing more can follow here: {}.
    这里不能再有别的内容：{1}。
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
    花括号在这里没有意义；请用 ( 和 ) 组合。
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
    {1} 的值读不出来。{2}
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
    有这个文件
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
    """)
}
