extension PhraseBook {
  /// The help about pictures and files of images in Chinese.
  static let chinesePictureHelp = """
    # Data
    The data set: auto, mnist, fashion or digits; a table, a file of CSV or TSV; or a folder of pictures.
    数据集：auto、mnist、fashion 或 digits；一个表格，即 CSV 或 TSV 文件；或者图片文件夹。
    mnist and fashion are looked for in the cache and otherwise downloaded; digits are built in; auto is mnist where it is available and otherwise the built-in digits. Pictures are PNG, PGM, PPM, and JPEG where that is built in; they lie in a folder for each class, which may lie in folders train and test. A folder with four IDX files is taken, too.
    mnist 和 fashion 先在缓存中查找，没有则下载；digits 是内置数据；auto 能取得 mnist 时用 mnist，否则用内置数字。图片可为 PNG、PGM、PPM，编译时启用了 JPEG 的还可为 JPEG；每个类别一个文件夹，这些文件夹可以分别放在 train 和 test 中。也可以给出存有四个 IDX 文件的文件夹。
    An IDX file of images, of any name, with --labels; instead of a data set.
    图像的 IDX 文件，名称不限，与 --labels 一起代替数据集。
    Labels may begin with 1, as EMNIST's letters do: the first class is then 1.
    标签可以从 1 开始，例如 EMNIST 的字母：这时第一个类别是 1。
    The IDX file of the labels of --images.
    --images 的标签的 IDX 文件。
    An IDX file of images to test with, with --test-labels; if not given a part of --images is held out.
    测试图像的 IDX 文件，与 --test-labels 一起使用；不给出时留出 --images 的一部分。
    The IDX file of the labels of --test-images.
    --test-images 的标签的 IDX 文件。
    Exchange rows and columns of images from IDX files: EMNIST's lie on their side.
    交换 IDX 文件中图像的行和列：EMNIST 的图像是横躺的。
    The size that pictures are scaled to, such as 28x28, the height first.
    图片缩放到的尺寸，例如 28x28，先高后宽。
    If not given it is the most common one, made smaller where a side is longer than 64.
    不给出时取最常见的尺寸；边长超过 64 的会缩小。
    Read pictures in grey.
    按灰度读取图片。
    where none has colours
    没有图片带颜色时
    Read pictures in colour: red, green and blue.
    按红、绿、蓝三色读取图片。
    where one has colours
    有图片带颜色时

    # backprop predict
    Inputs are pictures (PNG, PGM, PPM, and JPEG where that is built in), folders of them, and IDX files, plain or as .gz; - or none stands for standard input. Text shows the first ten as the network sees them, with the probability of each class, and a line for each of the others. Where the model learnt from pictures in MNIST's geometry, a picture from elsewhere is brought into it, and what was done is told. A model of a table is asked about rows of another one, by --csv; its columns are found by their names.
    输入是图片（PNG、PGM、PPM，编译时启用了 JPEG 的还可为 JPEG）、图片文件夹和 IDX 文件（.gz 或未压缩）；- 或不写表示标准输入。text 按网络所见显示前十个输入和各类别的概率，其余每个一行。模型用 MNIST 形式的图像训练时，其他来源的图片会转换成这种形式，并说明做了什么。用表格训练的模型由 --csv 读取另一个表格的各行，按名字查找各列。

    # backprop evaluate
    What to measure on: mnist, fashion, digits, a folder of pictures with a folder for each class, a folder with the four IDX files of a data set, a file of images, or a table (CSV or TSV).
    测量所用的数据：mnist、fashion、digits、每个类别一个文件夹的图片文件夹、存有数据集四个 IDX 文件的文件夹、图像文件，或表格（CSV 或 TSV）。
    """

  /// Errors about pictures in Chinese.
  static let chinesePictureMessages = """
    # Pictures.
    Check that this is the right file, or save the picture in another size.
    请确认文件是否正确，或把图片存成其他尺寸。
    Correct the link or remove it.
    请更正或删除这个链接。
    End other programs or give a smaller picture.
    请关闭其他程序，或给出较小的图片。
    End other programs or save the picture smaller.
    请关闭其他程序，或把图片存得小一些。
    Give a folder of pictures to a model of classes.
    请把图片文件夹用于分类的模型。
    Give a folder with PNG, PGM or PPM files, or the files themselves.
    请给出存有 PNG、PGM 或 PPM 文件的文件夹，或直接给出这些文件。
    Give a picture to a model that learnt from pictures.
    请把图片用于以图片训练的模型。
    Give a smaller size.
    请给出较小的尺寸。
    Give another size.
    请给出其他尺寸。
    Give images with labels to a model of classes.
    请把带标签的图像用于分类的模型。
    Give more images, or another --hold-out.
    请给出更多图像，或另一个 --hold-out。
    Give the height and the width of one image, and 3 channels for colours.
    请给出一幅图像的高和宽；彩色图像有 3 个通道。
    Give the picture's width, its height, and as many bytes as it has.
    请给出图片的宽、高和相应数目的字节。
    Make a folder for each class and put its pictures there.
    请为每个类别建一个文件夹，并把图片放进去。
    Make a folder for each class, such as cats and dogs, and put its pictures there.
    请为每个类别（例如 cats 和 dogs）建一个文件夹，并把图片放进去。
    Rename the folder, or move it elsewhere.
    请重命名该文件夹，或移到别处。
    Save the picture as PNG, or as a plain JPEG.
    请把图片存成 PNG 或普通的 JPEG。
    Save the picture as PNG, or give another file.
    请把图片存成 PNG，或给出其他文件。
    Save the picture as a plain PNG.
    请把图片存成普通的 PNG。
    Save the picture smaller, as PNG for instance.
    请把图片存得小一些，例如存成 PNG。
    Save the pictures as PNG.
    请把图片存成 PNG。
    The file was changed on its way, as a transfer as text does; fetch or copy it again.
    文件在传送中被改动（例如按文本传送）；请重新下载或复制。
    The picture is cut off; fetch or copy it again.
    图片被截断；请重新下载或复制。
    The picture is damaged; fetch or copy it again, or save it anew as PNG.
    图片已损坏；请重新下载或复制，或重新存成 PNG。
    Build with the package trait JPEG, which needs libjpeg-turbo (libjpeg-dev): swift build -c release --traits JPEG; or save the picture as PNG.
    请启用软件包特性 JPEG 编译（需要 libjpeg-turbo，即 libjpeg-dev）：swift build -c release --traits JPEG；或把图片存成 PNG。

    # What was expected and found.
    a folder with a folder of pictures for each class
    每个类别各有一个图片文件夹的文件夹
    folders of pictures for 2 to {} classes
    2 到 {1} 个类别的图片文件夹
    pictures that can be read
    可以读取的图片
    folders with pictures that can be read
    存有可读图片的文件夹
    a picture or a folder
    图片或文件夹
    no picture but {} files that aren't pictures ({})
    没有图片，只有 {1} 个不是图片的文件（{2}）
    no picture but {} file that isn't a picture ({})
    没有图片，只有 {1} 个不是图片的文件（{2}）

    1 class
    1 个类别
    a folder for each class with pictures in it, or the four files of MNIST
    每个类别各有一个图片文件夹，或 MNIST 的四个文件
    an empty folder
    空文件夹
    only “{}
    只有“{1}
    ~a picture as PNG, PGM, PPM, PBM or JPEG
    PNG、PGM、PPM、PBM 或 JPEG 图片
    ~a picture as PNG, PGM, PPM or PBM
    PNG、PGM、PPM 或 PBM 图片
    ~an IDX file or a picture (PNG, PGM, PPM, JPEG)
    IDX 文件或图片（PNG、PGM、PPM、JPEG）
    ~a JPEG, which this build can't read
    这个版本不能读取的 JPEG
    ~a picture in the format {}
    {1} 格式的图片
    ~no data
    没有数据
    ~the bytes {} at its beginning
    开头的字节 {1}
    ~{} bytes in the chunk at byte {} of the file
    文件第 {2} 字节处的数据块中有 {1} 字节
    ~data that match the checksum of the chunk “{}”
    与数据块“{1}”的校验和相符的数据
    ~data that don't, at byte {} of the file
    文件第 {1} 字节处的数据不相符
    ~samples of {} numbers, as the model takes them
    模型所接受的 {1} 个数的样本
    ~{} x {}
    {1} x {2}

    # Options.
    {} and {} belong together; give both.
    {1} 和 {2} 须一起使用；请两个都给出。
    --test-images needs --images to learn from; give --images and --labels, too.
    --test-images 还需要用来训练的 --images；请同时给出 --images 和 --labels。
    --images and {} both name images; give one of the two.
    --images 和 {1} 都指定图像；两者只能用一个。
    --transpose is for images from IDX files, not for pictures; leave it out.
    --transpose 用于 IDX 文件中的图像，不用于图片；请去掉。
    --hold-out is for data without a part to test with, and this has one; leave it out.
    --hold-out 用于没有测试部分的数据，而这里有；请去掉。
    {} is for folders of pictures; leave it out.
    {1} 用于图片文件夹；请去掉。
    {} must be a height and a width from 1 to 4,096, such as 28x28, not '{}'.
    {1} 必须是 1 到 4,096 的高和宽，例如 28x28，而不是“{2}”。

    # Notes.
    ~a JPEG, which this build can't read; there are {} of them
    JPEG，而编译时没有启用它；这样的文件有 {1} 个
    ~a folder with pictures
    有图片的文件夹
    ~none in it
    其中没有图片
    ~folders with the names of the model's classes, {} and others
    名字为模型类别（{1} 等）的文件夹
    ~folders with the names of the model's classes, {}
    名字为模型类别（{1}）的文件夹
    {}: {} of {} pictures were brought into MNIST's geometry, which the model learnt.
    {1}：{3} 幅图片中有 {2} 幅转换成了 MNIST 的形式，模型是用这种形式训练的。
    {}: {} picture can't be read and is left out:
    {1}：有 {2} 张图片不能读取，已略去：
    {}: {} pictures can't be read and are left out:
    {1}：有 {2} 张图片不能读取，已略去：
    {}: no picture is in {}, which is no class.
    {1}：{2} 中没有图片，它不是类别。
    {}: no picture is in {}, which are no classes.
    {1}：{2} 中没有图片，它们不是类别。
    {}: left out {} hidden file.
    {1}：略去了 {2} 个隐藏文件。
    {}: left out {} hidden files.
    {1}：略去了 {2} 个隐藏文件。
    {}: the labels are 1 to {}; the network's first answer stands for 1.
    {1}：标签为 1 到 {2}；网络的第一个输出代表 1。
    {}: the pictures are of {}; {} of {} were scaled to {} x {} pixels (height x width).
    {1}：图片尺寸不一（{2}）；{4} 幅中有 {3} 幅缩放到 {5} x {6} 像素（高 x 宽）。
    """
}
