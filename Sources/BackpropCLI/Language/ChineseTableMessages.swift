extension PhraseBook {
  /// Errors about tables in Chinese.
  static let chineseTableMessages = """
    # What to do about a table.
    Check that {} stand between fields; --delimiter names another character.
    请检查字段之间是否为{1*}；--delimiter 可以指定别的字符。
    Correct the line: {} stand between fields, and one that is part of a field needs quotes around the field; --delimiter names another character.
    请改正这一行：字段之间为{1*}，字段中若含有它，须用引号括起整个字段；--delimiter 可以指定别的字符。
    Correct the cell, leave it empty where the number isn't known, or leave the column out with --ignore.
    请改正这个单元格；不知道数值时请留空，或用 --ignore 略去这一列。
    Give --task classify, or a target of numbers.
    请使用 --task classify，或换一个数值目标列。
    Give --task regress, or another target.
    请使用 --task regress，或换一个目标列。
    Give a target of numbers or words.
    请给出数值或词的目标列。
    Give a target with fewer classes.
    请给出类别较少的目标列。
    Give another target, or a table with rows of other classes.
    请换一个目标列，或给出含有其他类别的表格。
    Give another target.
    请换一个目标列。
    Give one of the columns' names.
    请给出其中一列的名字。
    Leave it out of the features.
    请不要把它列入特征。
    Name columns of numbers or words with --features, or give another table.
    请用 --features 指定数值列或词列，或换一个表格。
    Name it in one of the two.
    请只在其中一处指定它。
    Save the file as UTF-8; iconv -f UTF-16 -t UTF-8 FILE makes one of it.
    请把文件存为 UTF-8；可以使用 iconv -f UTF-16 -t UTF-8 FILE 转换。
    Save the file as UTF-8; of a file in Windows' usual encoding iconv -f WINDOWS-1252 -t UTF-8 FILE makes one.
    请把文件存为 UTF-8；Windows 编码的文件可以使用 iconv -f WINDOWS-1252 -t UTF-8 FILE 转换。
    Save the sheet as CSV in UTF-8, and give that file.
    请把工作表存为 UTF-8 的 CSV，并给出那个文件。
    Write the table as CSV with the program that made it.
    请用生成它的程序把表格存为 CSV。
    Close the quote, or write one that is part of the field twice in a field in quotes.
    请补上右引号；属于字段内容的引号须写两次，并用引号括起字段。
    Fill them with means by --missing mean, or leave columns out with --ignore.
    请用 --missing mean 填入均值，或用 --ignore 略去一些列。
    Give --hold-out 0 to learn from it, or a larger table.
    请给出 --hold-out 0 以便用它学习，或换一个较大的表格。
    Give a table that has it, under the same name.
    请给出含有同名列的表格。
    Give a table whose columns are like those that the model was trained with.
    请给出各列与训练时相同的表格。
    Give a table whose target is like that of the training.
    请给出目标列与训练时相同的表格。
    Give a table with all columns that the model was trained with, under the same names.
    请给出含有训练时所有列的表格，名字须相同。
    Give a table with values in the columns that the model knows.
    请给出模型所知各列中有值的表格。
    Give another table.
    请换一个表格。
    Give every column another name.
    请给每一列不同的名字。
    Give the cell a value, or leave such rows out with --missing drop.
    请给单元格填上值，或用 --missing drop 略去这样的行。
    Give the table columns of equal length, each with a name of its own.
    请给表格长度相同、名字各异的列。
    Give them values, or choose another rule for missing values.
    请填上值，或选择别的缺失值规则。
    Leave such rows out: a model can't tell a class that it wasn't trained with.
    请略去这样的行：模型不能分辨训练中没有的类别。
    Most often a quote that isn't closed makes a line so long: look for one in this line.
    行这样长，多半是因为引号没有闭合：请在这一行查找。
    Put a line with the columns' names above the numbers.
    请在数值之上加一行列名。
    Raise the process's limit of memory (ulimit -v), or give a smaller table.
    请提高进程的内存限制（ulimit -v），或给出较小的表格。
    The file is no text, or text in UTF-16; save the table as CSV in UTF-8.
    这不是文本文件，或是 UTF-16 文本；请把表格存为 UTF-8 的 CSV。
    Wait until the file isn't written to any more.
    请等到文件不再被写入。
    Write a quote that is part of the field twice.
    属于字段内容的引号请写两次。
    Write the table to the file again.
    请重新把表格写入文件。
    Did you mean “{}”?
    是否指“{1}”？
    # What should have been there, and what was.
    ~the classes {} in “{}”
    “{2}”中的类别 {1}
    ~rows with a target and without missing values
    有目标值且没有缺失值的行
    ~the target's column “{}”
    目标列“{1}”
    ~a column “{}”
    列“{1}”
    ~columns {}
    列 {1}
    ~a number in column “{}”
    列“{1}”中的数值
    ~a number of 3.4e38 at most in column “{}”
    列“{1}”中不大于 3.4e38 的数值
    ~a value in column “{}”
    列“{1}”中的值
    ~an empty cell
    空单元格
    ~{} fields, as the first line has
     {1} 个字段，与第一行相同
    ~1 field, as the first line has
     1 个字段，与第一行相同
    ~a table as text
    文本形式的表格
    ~a zip archive, as spreadsheets (.xlsx, .ods) are
     zip 文件，电子表格（.xlsx、.ods）即是如此
    ~an old spreadsheet (.xls)
    旧式电子表格（.xls）
    ~a Parquet file
     Parquet 文件
    ~text in UTF-16
     UTF-16 文本
    ~text in UTF-8
     UTF-8 文本
    ~text
    文本
    ~a zero byte
    零字节
    ~the byte {}, which isn't
    不属于它的字节 {1}
    ~a quote that closes the one that stands here
    与此处左引号配对的右引号
    ~none to the end of the file
    直到文件末尾都没有
    ~one of the {} or the end of the line behind a closing quote
    右引号之后为{1*}或行尾
    ~a table with the columns' names in its first line
    第一行为列名的表格
    ~an empty file
    空文件
    ~the names of the columns
    列名
    ~numbers only
    全是数值
    ~a name of its own for each column
    各列不同的名字
    ~“{}” again
    又一个“{1}”
    ~rows below the columns' names
    列名之下的各行
    ~a target to learn
    可以学习的目标列
    ~“{}”: words
    “{1}”：词
    ~“{}”: dates
    “{1}”：日期
    ~“{}”: an empty column
    “{1}”：空列
    ~“{}”: more than {} different words
    “{1}”：多于 {2} 个不同的词
    ~“{}”: more than {} different numbers
    “{1}”：多于 {2} 个不同的数
    ~two classes or more
    两个或更多类别
    ~only “{}” in “{}”
    “{2}”中只有“{1}”
    ~rows without missing values in the columns that are used
    所用各列中没有缺失值的行
    ~none of {}
     {1} 行中一行也没有
    ~a column to tell “{}” from
    可以用来推断“{1}”的列
    ~no other column
    没有其他列
    ~none that can be used: {}
    没有可用的列：{1}
    ~2 rows or more, to learn from and to hold out
    两行或更多，用于学习和留出
    ~features of numbers or words
    数值或词的特征
    ~features other than the target
    目标列以外的特征
    ~“{}”, which is the target
    “{1}”，即目标列
    ~features and ignored columns that differ
    不同的特征列与略去列
    ~“{}” among both
    两处都有“{1}”
    ~a target that isn't ignored
    没有被略去的目标列
    ~“{}”, which is both
    “{1}”，两者都是
    ~commas
    逗号
    ~semicolons
    分号
    ~tabs
    制表符
    ~vertical bars
    竖线
    ~spaces
    空格
    # Options.
    {} is for tables; name the table's file by --data FILE.csv, too.
    {1} 用于表格；请同时用 --data FILE.csv 指定表格文件。
    {} is for images, and --data names a table; leave it out.
    {1} 用于图像，而 --data 指定的是表格；请去掉它。
    --data names a table, and --target must say which of its columns is to be told: {}.
    --data 指定的是表格，还须用 --target 指定要推断的列：{1}。
    --data takes auto, mnist, fashion or digits here; tables are for backprop train.
    这里的 --data 可以是 auto、mnist、fashion 或 digits；表格用于 backprop train。
    --data and --data-dir both name files; give one of the two.
    --data 和 --data-dir 都指定了文件；请只给其中一个。
    --label-smoothing is for classes, and the target is a number; leave it out.
    --label-smoothing 用于类别，而目标是数值；请去掉它。
    --test and --hold-out both say what is measured; give one of the two.
    --test 和 --hold-out 都指定了用什么来测量；请只给其中一个。
    --delimiter is for tables; give one by --csv FILE, or leave it out.
    --delimiter 用于表格；请用 --csv FILE 给出表格，或去掉它。
    --delimiter is for tables, and the model learnt from none; leave it out.
    --delimiter 用于表格，而该模型不是用表格训练的；请去掉。
    --delimiter must be comma, semicolon, tab, bar, space or one character that can stand between fields, not {}.
    --delimiter 必须是 comma、semicolon、tab、bar、space 或一个可以分隔字段的字符，而不是 {1}。
    {} has a quote that isn't closed: {}.
    {1} 中的引号没有闭合：{2}。
    {} takes columns' names with commas between them, not {}.
    {1} 为用逗号分隔的列名，而不是 {2}。
    the network answers with {} numbers, and the table has {} classes; leave out how many outputs the last affine has.
    网络给出 {1} 个数，而表格有 {2} 个类别；请不要写最后一个 affine 的输出个数。
    The numbers of {} are so large, for how little they differ, that 32-bit numbers round differences away; subtract a common number from them.
    {1} 的数相对于它们的差别太大，32 位浮点数会把差别舍去；请先从中减去同一个数。
    {} answer of the model's can't be trusted: the scores are nan or infinite. The input is too large for it, or numbers of its own are so, as backprop info shows.
    模型的 {1} 个回答不可信：分数是 nan 或无穷。输入对它来说太大，或它自己的数就是如此，backprop info 会显示。
    {} answers of the model's can't be trusted: the scores are nan or infinite. The input is too large for it, or numbers of its own are so, as backprop info shows.
    模型的 {1} 个回答不可信：分数是 nan 或无穷。输入对它来说太大，或它自己的数就是如此，backprop info 会显示。
    Figures that are nan or infinite say nothing: an input is too large for the model, or numbers of its own are so, as backprop info shows.
    为 nan 或无穷的结果不说明什么：输入对模型来说太大，或它自己的数就是如此，backprop info 会显示。
    Column “{}” has {} word that the training didn't have: {}.
    列“{1}”中有 {2} 个训练时没有的词：{3}。
    Column “{}” has {} words that the training didn't have: {}.
    列“{1}”中有 {2} 个训练时没有的词：{3}。
    """
}
