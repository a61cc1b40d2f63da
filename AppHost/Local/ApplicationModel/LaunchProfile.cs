using System.Text.Json;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The part of Properties/launchSettings.json that decides how a project is started: its <c>http</c> profile.</summary>
internal sealed record LaunchProfile(IReadOnlyList<Uri> Addresses, IReadOnlyDictionary<string, string> Environment)
{
    public static LaunchProfile None { get; } = new([], new Dictionary<string, string>());

    public static LaunchProfile Of(string projectPath)
    {
        var file = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(file))
        {
            return None;
        }

        using var document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        if (!document.RootElement.TryGetProperty("profiles", out var profiles) || !profiles.TryGetProperty("http", out var profile))
        {
            throw new DistributedApplicationException($"{file} has no profile 'http'; every project that AppHost starts needs one.");
        }

        if (profile.TryGetProperty("commandLineArgs", out var arguments) && !string.IsNullOrWhiteSpace(arguments.GetString()))
        {
            throw new NotSupportedException($"commandLineArgs in {file}: write them as WithArgs(...) in AppHost.cs.");
        }

        var addresses = profile.TryGetProperty("applicationUrl", out var urls)
            ? urls.GetString()!.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => new Uri(url)).ToList()
            : [];
        var environment = profile.TryGetProperty("environmentVariables", out var variables)
            ? variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString() ?? "")
            : [];

        return new LaunchProfile(addresses, environment);
    }
}
