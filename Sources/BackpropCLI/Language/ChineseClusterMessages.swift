extension PhraseBook {
  /// The help about trainings by several processes in Chinese.
  static let chineseClusterHelp = """
    # backprop train --shards
    SEVERAL PROCESSES:
    多个进程：
    How many parts each mini-batch is cut into, for as many processes or fewer: 1, 2, 4, 8 and so on to 1,024.
    每个 mini-batch 分成多少份，供同样多或更少的进程使用：1、2、4、8 等，直到 1,024。
    With mpirun or srun the parts are shared by the processes, in a backprop that was built with --traits MPI. The number of parts changes the result's last bits, that of the processes doesn't: 1, 2, 4 or 8 of them make the same network from 8 parts.
    用 mpirun 或 srun 启动时，各进程分担这些份；backprop 须用 --traits MPI 编译。份数会改变结果的最后几位，进程数则不会：分成 8 份时，1、2、4、8 个进程得到同一个网络。
    Writes what each process has to tell into a file of its own in this folder, as rank-0.log.
    把每个进程的输出写入该文件夹中各自的文件，例如 rank-0.log。
    Where a table's numbers are kept, once they are read: several processes, and later trainings, read them there.
    表格读入后其数值保存在哪里：多个进程以及以后的训练都从那里读取。
    Without the option several processes keep them beside the table, as in iris.csv.bptable, and one process keeps none. Each process then reads only the rows that it needs, so a table may be larger than memory. A table that has changed is read anew.
    不给出时，多个进程把数值保存在表格旁边，例如 iris.csv.bptable，单个进程则不保存。此后每个进程只读取所需的行，因此表格可以大于内存。表格改变后会重新读取。
    """

  /// Errors about trainings by several processes in Chinese.
  static let chineseClusterMessages = """
    # How processes are started.
    {} has started {} processes, and this backprop was built without MPI: each would train for itself. Build it with: swift build -c release --traits MPI --product backprop
    {1} 启动了 {2} 个进程，而这个 backprop 编译时没有 MPI：每个进程会各自训练。请这样编译：swift build -c release --traits MPI --product backprop
    {} has started {} processes, which don't find each other: this backprop was built with {}, and {} is another MPI's. Start it by that MPI's, or build it anew.
    {1} 启动了 {2} 个进程，但它们彼此找不到：这个 backprop 是用 {3} 编译的，而 {4} 属于另一种 MPI。请用那种 MPI 的命令启动，或重新编译。
    --rank-logs writes nothing, since this process is alone; mpirun or srun starts several.
    --rank-logs 不写任何内容，因为只有一个进程；多个进程由 mpirun 或 srun 启动。
    the processes don't train the same: rank 0 has {}, and rank {} has {}; give all of them the same program, options and files
    各进程要训练的内容不同：rank 0 有 {1}，而 rank {2} 有 {3}；请让它们使用相同的程序、选项和文件
    ~a table to read
    要读的表格
    ~nothing more to read
    没有更多要读的内容
    ~nothing to train
    没有要训练的内容
    ~the processes haven't found each other for {} seconds, since one of them is another program or has ended, a machine has stopped, or the network is cut
    各进程在 {1} 秒内没有找到彼此：其中有另一个程序或已结束的进程，有机器停止，或网络中断
    what rank {} has told of its part of an evaluation can't be read ({} bytes); give all processes the same program
    rank {1} 发来的那部分评估结果无法读取（{2} 字节）；请让所有进程使用相同的程序
    rank 0 has told no size for the batches of an evaluation; give all processes the same program
    rank 0 没有给出评估时各批的大小；请让所有进程使用相同的程序
    MPI doesn't start: {}
    MPI 无法启动：{1}
    {} processes can't share {} shard: their number must be 2, 4, 8 or another power of two that divides --shards.
    {1} 个进程不能分担 {2} 份：进程数必须是 2、4、8 等 2 的幂，并能整除 --shards。
    {} processes can't share {} shards: their number must be 2, 4, 8 or another power of two that divides --shards.
    {1} 个进程不能分担 {2} 份：进程数必须是 2、4、8 等 2 的幂，并能整除 --shards。
    {} processes can't share {} shard: their number must be 2, 4, 8 or another power of two that divides --shards; give --shards {}, or more.
    {1} 个进程不能分担 {2} 份：进程数必须是 2、4、8 等 2 的幂，并能整除 --shards；请给出 --shards {3} 或更大。
    {} processes can't share {} shards: their number must be 2, 4, 8 or another power of two that divides --shards; give --shards {}, or more.
    {1} 个进程不能分担 {2} 份：进程数必须是 2、4、8 等 2 的幂，并能整除 --shards；请给出 --shards {3} 或更大。
    --shards must be 1, 2, 4, 8 or another power of two to 1,024, not {}.
    --shards 必须是 1、2、4、8 等不超过 1,024 的 2 的幂，而不是 {1}。
    Give --rank-logs a folder that can be written to on each machine.
    请给 --rank-logs 一个在每台机器上都可写的文件夹。
    ~a file that this process can write its log to
    这个进程可以写日志的文件
    ~none that could be made
    无法创建
    ~a place for the table's numbers, which processes read together
    供各进程共同读取的表格数值的存放位置
    Give a folder that can be written to by --cache-dir.
    请用 --cache-dir 给出一个可写的文件夹。
    ~the numbers of {}
    {1} 的数值
    ~none of the table as it is now
    没有与现在的表格相符的
    Wait until the table isn't written to any more, or give another folder by --cache-dir.
    请等到表格不再被写入，或用 --cache-dir 给出另一个文件夹。
    ~a file that can be mapped into memory
    可以映射到内存的文件
    Raise the process's limit of memory (ulimit -v), or put the file on another disk.
    请提高进程的内存限制（ulimit -v），或把文件放到另一块磁盘上。
    """
}
