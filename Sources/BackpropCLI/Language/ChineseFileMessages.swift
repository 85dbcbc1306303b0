extension PhraseBook {
  /// Errors about files, and what to do about them, in Chinese.
  static let chineseFileMessages = """
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
    the drawing is {} pixels wide, more than the {} of --width: what stands side by side in it needs that.
    图宽 {1} 像素，超过 --width 的 {2}：图中并排的内容需要这么宽。
    the drawing is {} pixels wide, more than the {} that it should have without --width: what stands side by side in it needs that.
    图宽 {1} 像素，超过没有 --width 时的 {2}：图中并排的内容需要这么宽。
    the drawing is {} pixels wide, more than the {} that a PDF file's should have without --width: what stands side by side in it needs that.
    图宽 {1} 像素，超过没有 --width 时 PDF 文件的 {2}：图中并排的内容需要这么宽。
    the Mermaid drawing has {} boxes for the graph's {} nodes, since {}.
    Mermaid 图用 {1} 个方框表示 {2} 个节点，因为{3*}。
    Mermaid can't draw this graph, not even folded, since {}. In a page of your own, raise its maxEdges and maxTextSize.
    这个计算图即使折叠也不能用 Mermaid 画出，因为{1*}。在自己的网页里可以提高 maxEdges 和 maxTextSize。
    ~Mermaid draws {} lines and the whole has {}
     Mermaid 最多画 {1} 条线，而整个图有 {2} 条
    ~Mermaid takes {} characters and the whole has {}
     Mermaid 最多接受 {1} 个字符，而整个图有 {2} 个
    """
}
