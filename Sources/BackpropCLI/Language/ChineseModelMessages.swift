extension PhraseBook {
  /// Errors about saved models and their files in Chinese.
  static let chineseModelMessages = """
    # Safetensors files.
    Check that this is a safetensors file.
    请确认这是 safetensors 文件。
    The file is empty or cut off; copy or write it again.
    文件为空或被截断；请重新复制或写出。
    The file is cut off or isn't a safetensors file; copy or write it again.
    文件被截断，或不是 safetensors 文件；请重新复制或写出。
    The file is cut off or its header damaged; copy or write it again.
    文件被截断或文件头已损坏；请重新复制或写出。
    The file was changed while it was read; read it again.
    文件在读取时被改动；请重新读取。
    The header is damaged; write the file again.
    文件头已损坏；请重新写出文件。
    Bytes were added to the file; copy or write it again.
    文件末尾多出字节；请重新复制或写出。
    Write the file again with each tensor once.
    请重新写出文件，每个张量只写一次。
    Write the file again with each key once.
    请重新写出文件，每个键只写一次。
    Write the file again with another program.
    请用其他程序重新写出文件。
    Write the file again with one of these types.
    请用其中一种类型重新写出文件。
    Put what they say into fewer.
    请把内容合并到较少的键中。
    Put them into several files.
    请分成几个文件。
    Write several files.
    请分成几个文件写出。
    Give each array a name of its own.
    请给每个数组各取一个名字。

    # Models.
    Read it with a newer version of this program.
    请用本程序更新的版本读取。
    Read the model with a newer version of this program.
    请用本程序更新的版本读取该模型。
    The file is damaged; save the model again.
    文件已损坏；请重新保存模型。
    Say the layers, in the command as --network 'affine 50, relu, affine 10'.
    请说明各层，命令中写作 --network 'affine 50, relu, affine 10'。
    Give it, in the command as --input 1x28x28, in Swift as sampleShape: [1, 28, 28].
    请给出它，在命令中写作 --input 1x28x28，在 Swift 中写作 sampleShape: [1, 28, 28]。
    Check that these are the network's layers; if it takes samples of another shape than the inputs have, {}, give that by --input, such as --input 1x28x28.
    请检查各层是否正确；如果网络所接受的样本与输入的形状 {1} 不同，请用 --input 给出，例如 --input 1x28x28。
    --input is for a file that doesn't describe its network: give --network, too.
    --input 用于没有说明网络的文件：请同时给出 --network。
    ~modules that their shapes or numbers tell apart
    能由形状或编号区分的模块
    Name the modules as torch.nn.Sequential numbers them, as in 0.weight, or put the same layers into one and save that.
    请像 torch.nn.Sequential 那样给各模块编号，例如 0.weight，或把同样的各层放进一个 Sequential 再保存。
    Check that this is the right file and the right network.
    请确认文件和网络都正确。
    Give the rows of a table with --csv FILE.
    表格的行请用 --csv FILE 给出。
    Give a file of images; this looks like one of labels.
    请给出图像文件；这看来是标签文件。
    Give samples of the size that the model was trained on.
    请给出与模型训练时大小相同的样本。
    Give samples of the kind that the model was trained on.
    请给出与模型训练时同类的样本。
    Raise the process's limit of memory (ulimit -v), end other programs or give a smaller model.
    请提高进程的内存限制（ulimit -v），结束其他程序，或使用更小的模型。
    The model takes whole numbers, such as those of words, and can't be measured on images.
    该模型接受整数（例如词的编号），不能用图像评估。
    Give data of the same classes.
    请给出类别相同的数据。
    Give images of the size that the model was trained on.
    请给出与模型训练时大小相同的图像。
    Give a file, or pipe one to the command.
    请给出文件，或通过管道把文件传给命令。

    # Usage of predict, evaluate and info.
    Give a model, as in backprop predict digits.safetensors images.idx.
    请给出模型，例如 backprop predict digits.safetensors images.idx。
    Give inputs or --csv, not both.
    输入和 --csv 只能给出其一。
    Give inputs, as in backprop predict {} images.idx, or rows of a table by --csv FILE, or pipe them to the command.
    请给出输入，例如 backprop predict {1} images.idx，或用 --csv FILE 给出表格的各行，或通过管道传给命令。
    The model learnt from “{}”. If these are the same data, it has seen most of them, and does worse on others.
    模型是用“{1}”训练的。如果就是这些数据，其中大部分它已见过，对其他数据的表现会差一些。
    The model learnt from “{}”. If these are the same data, it has seen most of them, and does worse on others; on those held out its accuracy was {}.
    模型是用“{1}”训练的。如果就是这些数据，其中大部分它已见过，对其他数据的表现会差一些；在留出的数据上，它的正确率是 {2}。
    The model learnt from “{}”. If these are the same data, it has seen most of them, and does worse on others; on those held out its R² was {}.
    模型是用“{1}”训练的。如果就是这些数据，其中大部分它已见过，对其他数据的表现会差一些；在留出的数据上，它的 R² 是 {2}。
    Give what to measure on, as in backprop evaluate digits.safetensors --data mnist.
    请给出用来评估的数据，例如 backprop evaluate digits.safetensors --data mnist。
    Give one model, as in backprop evaluate digits.safetensors --data mnist.
    请给出一个模型，例如 backprop evaluate digits.safetensors --data mnist。
    Give one file, as in backprop info digits.safetensors.
    请给出一个文件，例如 backprop info digits.safetensors。
    --data names a file of images, which needs its labels; give --labels FILE, too.
    --data 给出的是图像文件，还需要标签；请同时给出 --labels FILE。
    --csv needs a model that was trained on a table, and this one wasn't.
    --csv 需要用表格训练的模型，而这个模型不是。
    """
}
