extension PhraseBook {
  /// Errors about expressions, values and shapes in Chinese.
  static let chineseExpressionMessages = """
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

    """
}
