using System.Text.Json;
using System.Text.Json.Serialization;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Running;

/// <summary>state.json: what <c>teg status</c> and the tests read, and what the next start needs to find left-over processes.</summary>
internal sealed record SystemState(
    ProcessIdentity AppHost, string BootId, int PortBase, IReadOnlyList<ResourceStatus> Resources, IReadOnlyList<RecordedProcess> Processes);

internal sealed record RecordedProcess(string Resource, ProcessIdentity Identity);

internal sealed class StateFile(DataFolder data)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly Lock _gate = new();

    private string FilePath => data.In("state.json");

    public SystemState? Read()
    {
        try
        {
            return File.Exists(FilePath) ? JsonSerializer.Deserialize<SystemState>(File.ReadAllText(FilePath), Json) : null;
        }
        catch (JsonException)
        {
            // Written by another version: its processes cannot be told from other people's, its ports are checked anyway.
            return null;
        }
    }

    /// <summary>Whole or not at all: a reader never sees half a file.</summary>
    public void Write(Func<SystemState> state)
    {
        lock (_gate)
        {
            var draft = $"{FilePath}.new";
            File.WriteAllText(draft, JsonSerializer.Serialize(state(), Json));
            File.Move(draft, FilePath, overwrite: true);
        }
    }
}
