extension PhraseBook {
  /// The help about saved models in Chinese.
  static let chineseModelHelp = """
    # backprop train --save
    Writes the trained model into a safetensors file, for backprop predict, evaluate and PyTorch.
    把训练好的模型写入 safetensors 文件，供 backprop predict、evaluate 和 PyTorch 使用。
    Tensors have PyTorch's names and layouts; what the model needs besides is in the file's metadata. A training that ends early is saved, too.
    张量采用 PyTorch 的名称和布局；模型所需的其他信息在文件的元数据中。提前结束的训练也会保存。

    # Models
    The network of a file that doesn't describe it, such as one that PyTorch wrote.
    文件没有说明的网络，例如 PyTorch 写出的文件。
    Layers as in 'affine 50, relu, affine 10'; backprop summary --help lists them. The file's tensors are those of torch.nn.Sequential with the same layers, or of modules with other names that their shapes tell apart.
    各层写法例如 'affine 50, relu, affine 10'；backprop summary --help 列出所有的层。文件中的张量应与同样各层的 torch.nn.Sequential 一致，或属于名字不同但可由形状区分的模块。
    The shape of a sample for --network, where neither its layers nor the inputs say it: channels, rows and columns.
    --network 的一个样本的形状，用于各层和输入都没有说明的情况：通道数、高和宽。
    The model's file.
    模型文件。

    # backprop predict
    Ask a saved model about images or rows of a table.
    让保存的模型识别图像，或推断表格的各行。
    The model's file, then inputs.
    模型文件，然后是各个输入。
    A table whose rows are inputs, for a model of a table; - for standard input.
    表格，每行是一个输入，供用表格训练的模型使用；- 表示标准输入。
    What to print: text, json for one object a line, or csv.
    输出格式：text、每行一个对象的 json，或 csv。
    Writes the predictions into a file.
    把预测结果写入文件。
    Leave pictures as they are, only scaled to the network's input.
    图片保持原样，只缩放到网络输入的大小。

    # backprop evaluate
    Of a model of a table it tells how well classes are told, or R² and errors of a number; --data names a file of CSV or TSV with the same columns, the target among them.
    对于表格模型，会显示类别判断得如何，或数值的 R² 和误差；--data 给出列相同（包括目标列）的 CSV 或 TSV 文件。
    Measure a saved model: accuracy, loss, and precision and recall of each class.
    评估保存的模型：正确率、损失，以及各类别的精确率和召回率。
    A file of images needs its labels: --data images.idx --labels labels.idx.
    图像文件还需要标签：--data images.idx --labels labels.idx。
    The IDX file of the labels of --data's images.
    --data 的图像的标签，IDX 文件。
    Which part of a data set to measure on: test or train; test if not given.
    用数据集的哪一部分评估：test 或 train；不给出时为 test。

    # backprop info
    Show what is inside a file: names, shapes, types, sizes and statistics.
    显示文件的内容：名称、形状、类型、大小和统计值。
    The file.
    文件。
    """
}
