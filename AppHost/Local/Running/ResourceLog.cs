namespace Aspire.Hosting.Running;

/// <summary>What a resource prints: kept in logs/&lt;resource&gt;.log (the previous start in .log.1), its last lines also in memory.</summary>
internal sealed class ResourceLog : IDisposable
{
    private const int RememberedLines = 400;
    private const long LargestFile = 20 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();
    private readonly Action<string> _echo;
    private StreamWriter? _file;
    private bool _isClosed;

    public ResourceLog(string path, Action<string> echo)
    {
        Path = path;
        _echo = echo;
    }

    public string Path { get; }

    public void Write(string line)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            // Not before the first line: the old log belongs to a running AppHost until this one knows that it is alone.
            _file ??= Rotate();
            _last.Enqueue(line);
            if (_last.Count > RememberedLines)
            {
                _last.Dequeue();
            }

            _file.WriteLine(line);
            if (_file.BaseStream.Position > LargestFile)
            {
                _file.Dispose();
                _file = Rotate();
            }
        }

        _echo(line);
    }

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<string> Last(int count = RememberedLines)
    {
        lock (_gate)
        {
            return [.. _last.Skip(Math.Max(0, _last.Count - count))];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _file?.Dispose();
        }
    }

    private StreamWriter Rotate()
    {
        if (File.Exists(Path))
        {
            File.Move(Path, $"{Path}.1", overwrite: true);
        }

        return new StreamWriter(new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
    }
}
