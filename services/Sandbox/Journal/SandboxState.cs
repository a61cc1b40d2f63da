using System.Text.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Journal;

/// <summary>
/// The world that is served and the file that makes it last: anchor and seed in <c>world.json</c>, everything done from outside as one line
/// of JSON each in <c>journal.jsonl</c>. Uploaded files lie beside it, each under the hash of its bytes.
/// </summary>
internal sealed partial class SandboxState
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Lock gate = new();
    private readonly string worldFile;
    private readonly string journalFile;
    private readonly ILogger<SandboxState> logger;
    private readonly HashSet<DateTimeOffset> doneAt = [];
    private volatile Universe current;

    public SandboxState(IOptions<SandboxOptions> options, SandboxClock clock, ILogger<SandboxState> logger)
    {
        Clock = clock;
        this.logger = logger;
        var folder = Directory.CreateDirectory(options.Value.DataFolder).FullName;
        worldFile = Path.Combine(folder, "world.json");
        journalFile = Path.Combine(folder, "journal.jsonl");
        Files = new FileStore(Path.Combine(folder, "files"));

        if (File.Exists(worldFile) && JsonSerializer.Deserialize<Origin>(File.ReadAllBytes(worldFile), Json) is { } kept)
        {
            current = new Universe(new World.World(kept.Seed, kept.Anchor));
            Replay();
        }
        else
        {
            current = Begin(new World.World(options.Value.Seed, options.Value.Anchor ?? California.DayOf(clock.Now)));
        }

        LogWorld(current.World.Seed, current.World.Anchor);
    }

    public SandboxClock Clock { get; }

    /// <summary>What was uploaded; a journal line names it by its hash.</summary>
    public FileStore Files { get; }

    public DateTimeOffset Now => Clock.Now;

    public Universe Current => current;

    /// <summary>Does it and writes it down, in that order: what cannot be applied is not kept.</summary>
    public void Record(JournalEntry entry)
    {
        lock (gate)
        {
            doneAt.Add(entry.At);
            Apply(entry);
            File.AppendAllText(journalFile, JsonSerializer.Serialize(entry, Json) + "\n");
        }
    }

    /// <summary>Whether something was done from outside at this very instant, since the start.</summary>
    public bool WasDoneAt(DateTimeOffset instant)
    {
        lock (gate)
        {
            return doneAt.Contains(instant);
        }
    }

    /// <summary>A new world: everything done from outside is forgotten.</summary>
    public void Reset(long? seed, DateOnly? anchor)
    {
        lock (gate)
        {
            Clock.Set(null, TimeSpan.Zero);
            doneAt.Clear();
            var world = current.World;
            var newSeed = seed ?? world.Seed;
            var newAnchor = anchor ?? California.DayOf(Clock.Now);
            current = Begin(newSeed == world.Seed && newAnchor == world.Anchor ? world.Pristine() : new World.World(newSeed, newAnchor));
            LogWorld(current.World.Seed, current.World.Anchor);
        }
    }

    private Universe Begin(World.World world)
    {
        File.WriteAllBytes(worldFile, JsonSerializer.SerializeToUtf8Bytes(new Origin(world.Seed, world.Anchor), Json));
        File.Delete(journalFile);
        return new Universe(world);
    }

    private void Replay()
    {
        if (!File.Exists(journalFile))
        {
            return;
        }

        foreach (var line in File.ReadLines(journalFile))
        {
            try
            {
                Apply(JsonSerializer.Deserialize<JournalEntry>(line, Json)!);
            }
            catch (JsonException broken)
            {
                // The last line of a process that was killed while it wrote; nothing after it can exist.
                LogBrokenLine(broken, journalFile);
                return;
            }
        }
    }

    private void Apply(JournalEntry entry)
    {
        if (entry is ClockSet set)
        {
            Clock.Set(set.FrozenAt, set.Ahead);
        }
        else
        {
            current.Apply(entry);
        }
    }

    private sealed record Origin(long Seed, DateOnly Anchor);

    [LoggerMessage(LogLevel.Information, "The world of seed {Seed} is anchored on {Anchor}")]
    private partial void LogWorld(long seed, DateOnly anchor);

    [LoggerMessage(LogLevel.Warning, "{File} ends in half a line, which is left out")]
    private partial void LogBrokenLine(Exception broken, string file);
}
