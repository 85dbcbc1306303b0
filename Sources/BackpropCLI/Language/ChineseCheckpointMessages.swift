extension PhraseBook {
  /// The help of checkpoints in Chinese.
  static let chineseCheckpointHelp = """
    CHECKPOINTS:
    检查点：
    Saves the training into a file every now and then, so that it can go on after Ctrl-C, a crash or a kill.
    不时把训练保存到文件，以便在 Ctrl-C、崩溃或被杀死之后继续。
    The file has all that is needed: parameters, the optimiser's memory, the place in the epoch, history and options. It is saved at the start, every now and then, at the end, and when a signal ends the training; each time it is replaced as a whole. A disk that is full leaves the last one, and the status in the end is 74. A training in the file that hasn't ended, and doesn't go on, is kept as file.old.
    文件包含所需的一切：参数、优化器的状态、在 epoch 中的位置、训练记录和选项。开始时、训练途中、结束时以及被信号中止时都会保存，每次都整体替换。磁盘已满时保留上一个，最后的退出状态为 74。文件中若有尚未结束而又不再继续的训练，则保留为 file.old。
    How often: a number of mini-batches, as in 500, or of seconds, as in 10s.
    多久保存一次：mini-batch 的个数（如 500）或秒数（如 10s）。
    30s, less often where saving takes more than 2 % of the time
    30s；保存用时超过 2 % 时则更少
    How many checkpoints to keep: the newest in the file itself, the one before in file.1, then file.2 and so on.
    保留几个检查点：最新的在文件本身，前一个在 file.1，再前一个在 file.2，依此类推。
    Goes on with the training that a checkpoint has, and ends as if it had never been stopped.
    继续检查点中的训练，结果与从未中断一样。
    Data and options are those that it began with; --checkpoint, --checkpoint-every, --keep, --threads and what it prints and writes (--format, --quiet, --plot, --history, --report, --save) may be given again. What was told before is told once more, so that output and history are whole; of more than a million iterations the history has every second, fourth and so on of those before. It goes on saving into the same file. A training that was over prints its summary. Another file, a damaged one, other data and another network are refused.
    数据和选项与开始时相同；--checkpoint、--checkpoint-every、--keep、--threads 以及输出什么（--format、--quiet、--plot、--history、--report、--save）可以重新给出。先前输出过的内容会再输出一次，使输出和训练记录完整；迭代超过一百万次时，先前的记录每两次、每四次……保留一次。此后仍保存到同一个文件。已经结束的训练会输出总结。其他文件、损坏的文件、其他数据和其他网络都会被拒绝。
    """

  /// What is said of checkpoints in Chinese.
  static let chineseCheckpointMessages = """
    # Options.
    {} needs a file to save the training in; give --checkpoint FILE, too.
    {1} 需要保存训练的文件；请同时给出 --checkpoint FILE。
    {} must be a number of mini-batches, as in 500, or of seconds, as in 10s, above 0, not '{}'.
    {1} 必须是 mini-batch 的个数（如 500）或秒数（如 10s），大于 0，而不是 '{2}'。
    {} names a file that --keep {} writes an older checkpoint to; give it another.
    {1} 指的文件是 --keep {2} 写入较旧检查点的文件；请换一个。
    --checkpoint needs a file that can be replaced as a whole, and '{}' is a device or a pipe; give a file.
    --checkpoint 需要可以整体替换的文件，而 '{1}' 是设备或管道；请给出一个文件。
    {} can't be given with --resume: the training goes on with the options that it began with, here {}; leave it out, or begin another training.
    {1} 不能与 --resume 一起给出：训练按开始时的选项继续，这里是 {2}；请去掉它，或开始另一次训练。
    {} can't be given with --resume: the training goes on with the options that it began with, here {}; leave them out, or begin another training.
    {1} 不能与 --resume 一起给出：训练按开始时的选项继续，这里是 {2}；请去掉它们，或开始另一次训练。
    {} can't be given with --resume: the training goes on with the options that it began with; leave it out, or begin another training.
    {1} 不能与 --resume 一起给出：训练按开始时的选项继续；请去掉它，或开始另一次训练。
    {} can't be given with --resume: the training goes on with the options that it began with; leave them out, or begin another training.
    {1} 不能与 --resume 一起给出：训练按开始时的选项继续；请去掉它们，或开始另一次训练。
    # Notes.
    {} has a training that stopped after {} iterations; it is kept as {}.
    {1} 中有一次在 {2} 次迭代后停下的训练；它保留为 {3}。
    going on after {} of {} iterations, {}
    在 {2} 次迭代中的 {1} 次之后继续，{3*}
    ~without options
    没有选项
    ~with {}
    选项为 {1}
    the parameters aren't finite any more, and are not saved; {} keeps those after {} iterations.
    参数已不是有限值，不再保存；{1} 保留 {2} 次迭代后的参数。
    the checkpoint couldn't be written; {} keeps the one after {} iterations, and the training goes on.
    检查点无法写入；{1} 保留 {2} 次迭代后的检查点，训练继续进行。
    the checkpoint couldn't be written; there is none yet, and the training goes on.
    检查点无法写入；目前还没有检查点，训练继续进行。
    there is no checkpoint to go on from.
    没有可以继续的检查点。
    saved after {} iterations; go on with: {}
    已在 {1} 次迭代后保存；继续请运行：{2}
    saved after {} iteration; go on with: {}
    已在 {1} 次迭代后保存；继续请运行：{2}
    last saved after {} iterations; go on with: {}
    最后一次保存是在 {1} 次迭代之后；继续请运行：{2}
    last saved after {} iteration; go on with: {}
    最后一次保存是在 {1} 次迭代之后；继续请运行：{2}
    the training can't go on from here: its {} iterations ({} s) would have to be made again. With --checkpoint FILE they wouldn't.
    训练无法从这里继续：{1} 次迭代（{2} 秒）需要重做。用 --checkpoint FILE 就不必。
    the training can't go on from here: its {} iteration ({} s) would have to be made again. With --checkpoint FILE they wouldn't.
    训练无法从这里继续：{1} 次迭代（{2} 秒）需要重做。用 --checkpoint FILE 就不必。
    # Files.
    The file was changed or damaged after it was written; go on from another one, or begin anew.
    文件在写入之后被更改或损坏；请从另一个检查点继续，或重新开始。
    Give a file that a training wrote as its checkpoint.
    请给出训练写出的检查点文件。
    Go on with the version of the program that wrote it.
    请用写出它的那个版本的程序继续。
    Go on with it in that program.
    请在那个程序中继续。
    Go on with a network of the same type of number.
    请用同一种数的网络继续。
    Go on with it, remove it or give another file.
    请继续它、删除它，或换一个文件。
    Give the data and the network back that it was written with, or begin another training.
    请恢复写出它时的数据和网络，或开始另一次训练。
    The training in {} learns from it: put it back there, or begin another training.
    {1} 中的训练要用它：请把它放回原处，或开始另一次训练。
    ~a checkpoint of a training
    训练的检查点
    ~a file that begins otherwise
    开头不同的文件
    ~a file without a training
    没有训练的文件
    ~a checkpoint that this training can go on from
    这次训练可以继续的检查点
    ~bytes with the checksum that stands in the file
    与文件中校验和相符的字节
    ~others, whose checksum is {}
    其他字节，其校验和为 {1}
    ~another: {}
    另一个：{1}
    ~a checkpoint of backprop train
    backprop train 的检查点
    ~one that another program wrote
    另一个程序写出的检查点
    """
}
