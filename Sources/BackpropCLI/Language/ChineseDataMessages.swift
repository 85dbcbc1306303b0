extension PhraseBook {
  /// Errors and remarks about users' own data in Chinese.
  static let chineseDataMessages = """
    # Checkpoints.
    the checkpoint couldn't be written; {} still has another training, which ended after {} iterations, and the training goes on.
    检查点无法写入；{1} 里仍是另一次训练，它在 {2} 次迭代后结束；训练继续进行。
    # Tables.
    Add rows below the line with the names; if that line is a row itself, put one with the columns' names above it.
    请在列名行下面加上数据行；如果那一行本身就是数据，请在它上面加一行列名。
    Correct the cell, or leave it empty where the number isn't known.
    请改正这个单元格；不知道数值时请留空。
    Give the cell a value, or leave its row out.
    请给单元格填上值，或去掉这一行。
    Give another target, or more rows.
    请换一个目标列，或给出更多行。
    ~numbers that differ in “{}”
    “{1}”中各不相同的数值
    ~only {} in the {} rows to learn from
    用于学习的 {2} 行中只有 {1}
    “{}” has {} classes in {} rows, which are few rows a class to learn it from; check that this is the column to be told.
    “{1}”在 {3} 行中有 {2} 个类别，每个类别可供学习的行太少；请确认要判断的是这一列。
    {} with missing values is left out; a model that is trained with --missing mean takes such rows, too.
    略去了 {1*}有缺失值的数据；用 --missing mean 训练的模型也接受这样的行。
    {} with missing values are left out; a model that is trained with --missing mean takes such rows, too.
    略去了 {1*}有缺失值的数据；用 --missing mean 训练的模型也接受这样的行。
    ~{} row
    {1} 行
    ~{} rows
    {1} 行
    ~{} word
    {1} 个词
    ~{} words
    {1} 个词
    ~words
    词
    ~numbers
    数值
    ~{} in the target's column “{}”
    目标列“{2}”中的{1*}
    ~numbers in column “{}”
    列“{1}”中的数值
    ~“{}” in row {}
    第 {2} 行的“{1}”
    ~a model that tells classes
    判断类别的模型
    ~one that tells numbers
    推断数值的模型
    ~a picture
    图片
    ~a safetensors header of at most {} bytes
    不超过 {1} 字节的 safetensors 头部
    ~a length of {}
    长度 {1}
    ~a file of safetensors, ONNX, NumPy, IDX or CSV
    safetensors、ONNX、NumPy、IDX 或 CSV 文件
    # Folders.
    Make a folder for each class, such as cats and dogs, and put its pictures there, or give another folder.
    请为每个类别建一个文件夹，例如 cats 和 dogs，把图片放进去，或换一个文件夹。
    ~a folder for each class with pictures in it, or the four files of MNIST
    每个类别一个装有图片的文件夹，或 MNIST 的四个文件
    ~an empty folder
    空文件夹
    # Models.
    Put it together from the library's layers, the first for as many numbers as the table has inputs.
    请用本库的层组成网络，第一层的输入个数与表格的输入个数相同。
    Give the network as many outputs as the target has classes, or one and a loss for numbers.
    请使网络的输出个数等于目标的类别数；推断数值时为一个输出，并使用数值的损失。
    Write the model's file again.
    请重新写出模型文件。
    ~a network whose layers fit
    各层相容的网络
    ~a shape of “{}” whose bytes can be counted
    “{1}”的形状，其字节数可以计算
    ~{} of the shape {}
    {1}，形状为 {2}
    """
}
