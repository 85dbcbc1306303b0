extension PhraseBook {
  /// The help about exported models in Chinese.
  static let chineseExchangeHelp = """
    # backprop export
    Write a saved model for other programs: ONNX, NumPy, or Swift source.
    把保存的模型写成其他程序可用的形式：ONNX、NumPy 或 Swift 源代码。
    Writes the network as an ONNX file, for runtimes of all kinds.
    把网络写成 ONNX 文件，供各种运行环境使用。
    The input, named input, is what the network sees, such as images from 0 to 1 as (N, 1, 28, 28) for any N; the output, named scores, is (N, classes). A model of a table has an input for each column instead, of the column's name: numbers as they stand in the table, (N, 1), and words as texts. Dropout is left out.
    输入名为 input，是网络所见的数据，例如取值 0 到 1、形状为 (N, 1, 28, 28) 的图像，N 任意；输出名为 scores，形状为 (N, 类别数)。表格模型则每列一个输入，以列名命名：数值照表中原样，形状为 (N, 1)；词为文本。dropout 不写入。
    Writes the network's numbers as an archive that numpy.load reads.
    把网络的数值写成 numpy.load 可读的归档。
    The names and layouts are those of PyTorch's state_dict. The layers aren't in it: commands read it back with --network.
    名称和布局与 PyTorch 的 state_dict 相同。其中不含各层的说明：读回时各命令需要 --network。
    Writes the network as a Swift source file with one function, predict, that needs nothing else.
    把网络写成 Swift 源文件，只含一个函数 predict，不依赖其他任何东西。
    It takes one sample and returns the scores. A network may have 1,000,000 numbers for it.
    它接受一个样本，返回各类别的得分。网络最多可有 1,000,000 个数。

    # backprop info
    Files are safetensors, such as saved models and checkpoints, ONNX, npy, npz and IDX, which the first bytes tell, and tables, CSV or TSV, by their names or with --delimiter. Of a model it shows the network, what it was trained on and how well it did; of a table each column: its kind, how many cells are missing, the range of its numbers or its words.
    文件可以是 safetensors（例如保存的模型和检查点）、ONNX、npy、npz 和 IDX（由开头的字节识别），以及表格 CSV 或 TSV（由文件名识别，或用 --delimiter 指明）。对于模型，会显示网络、训练所用的数据和成绩；对于表格，会显示每一列：种类、缺失的单元格数、数值的范围或其中的词。
    """

  /// Errors about files of other programs in Chinese.
  static let chineseExchangeMessages = """
    # backprop export
    Give what to write, as in backprop export digits.safetensors --onnx digits.onnx.
    请给出要写出的文件，例如 backprop export digits.safetensors --onnx digits.onnx。
    Give one model, as in backprop export digits.safetensors --onnx digits.onnx.
    请给出一个模型，例如 backprop export digits.safetensors --onnx digits.onnx。
    Replace it by layers of Backprop's before the export.
    请在导出前把它换成 Backprop 自带的层。
    Write it to a file of numbers, with --onnx or --npz.
    请用 --onnx 或 --npz 写成数值文件。
    Give a name such as predict.
    请给出一个名称，例如 predict。
    Give it as sampleShape, for instance [1, 28, 28].
    请以 sampleShape 给出，例如 [1, 28, 28]。
    Give the shape of the samples that the network was made for.
    请给出该网络所用样本的形状。

    # NumPy's files.
    Check that this is a file that numpy.save wrote.
    请确认这是 numpy.save 写出的文件。
    Save the array again with numpy.save.
    请用 numpy.save 重新保存该数组。
    Save the array again with numpy.save, or fetch or copy the file again.
    请用 numpy.save 重新保存该数组，或重新获取或复制文件。
    Save each field as an array of its own.
    请把每个字段单独存成一个数组。
    Save the array as numbers, for instance with astype('float32').
    请把数组存成数值，例如用 astype('float32')。
    Pickles can run programs and are never read; save the numbers with astype('float32').
    pickle 可以运行程序，因此从不读取；请用 astype('float32') 保存数值。
    Its pickles can run programs and are never read; save the state by safetensors.torch.save_file(model.state_dict(), …).
    其中的 pickle 可以运行程序，因此从不读取；请用 safetensors.torch.save_file(model.state_dict(), …) 保存状态。
    ~an archive of arrays, as numpy.savez writes it
    numpy.savez 写出的数组压缩包
    ~a file of torch.save's
    torch.save 的文件
    Save each array to a file of its own, or all by numpy.savez.
    请把每个数组各存成一个文件，或用 numpy.savez 一起保存。
    It is cut off or its header is wrong; fetch or copy the file again.
    它被截断或文件头有误；请重新获取或复制文件。
    Save it with numpy.ascontiguousarray, or end other programs.
    请用 numpy.ascontiguousarray 处理后保存，或结束其他程序。

    # ONNX files.
    Check that this is the right file.
    请确认文件是否正确。
    Fetch or copy the file again.
    请重新获取或复制文件。
    Check that this is an ONNX file; if it is, it is cut off, so fetch or copy it again.
    请确认这是 ONNX 文件；如果是，则它被截断，请重新获取或复制。
    The file is damaged or of another format; fetch or copy it again.
    文件已损坏或是其他格式；请重新获取或复制。
    Save it in one file: onnx.save(onnx.load(…), …), or torch.onnx.export with external_data=False.
    请存成一个文件：onnx.save(onnx.load(…), …)，或在 torch.onnx.export 中用 external_data=False。
    The file is cut off or of another model; fetch or copy it again.
    文件被截断或属于另一个模型；请重新获取或复制。
    The model {} has its numbers in this file: put it beside it again, or save both in one file.
    模型 {1} 的数值在这个文件中：请把它放回模型旁边，或把两者存成一个文件。
    Check the file with onnx.checker.check_model.
    请用 onnx.checker.check_model 检查该文件。
    Export a network that takes one array of samples.
    请导出只接受一个样本数组的网络。
    Export a network that takes numbers.
    请导出接受数值的网络。
    Export the model again.
    请重新导出模型。
    Export the model with opset_version=17.
    请用 opset_version=17 导出模型。
    Export the model without sparse arrays.
    请不用稀疏数组导出模型。
    Export the model with a batch of samples, (N, D).
    请以一批样本 (N, D) 导出模型。
    Give the shape that the file states.
    请给出文件所说的形状。
    Export the model with samples of one shape, or give it as sampleShape.
    请以固定形状的样本导出模型，或以 sampleShape 给出形状。
    Multiply the value by 2 instead.
    请改为把该值乘以 2。
    Such a network can't be read as layers; run it with onnxruntime.
    这样的网络不能读成各层；请用 onnxruntime 运行。
    Export the model without it, or run it with onnxruntime.
    请去掉它再导出模型，或用 onnxruntime 运行。
    Export it with approximate="none".
    请用 approximate="none" 导出。
    Export the model without it: its scores give the same classes and, by softmax, the same probabilities.
    请去掉它再导出模型：得分给出相同的类别，经 softmax 给出相同的概率。
    Export the model after model.eval().
    请在 model.eval() 之后导出模型。
    Shapes within samples can't be read as layers; run the model with onnxruntime.
    样本内部的变形不能读成各层；请用 onnxruntime 运行模型。
    Export the model for images as (N, C, H, W).
    请以 (N, C, H, W) 的图像导出模型。
    Windows along one or three axes can't be read; run the model with onnxruntime.
    沿一个或三个轴的窗口不能读取；请用 onnxruntime 运行模型。
    Give the padding to the convolution, for instance padding=1.
    请把填充交给卷积，例如 padding=1。
    Export the model for samples of the type float32.
    请以 float32 类型的样本导出模型。
    """
}
