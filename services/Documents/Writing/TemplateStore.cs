using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Filling;

namespace Teg.Platform.Documents.Writing;

/// <summary>Where an organisation keeps its own templates.</summary>
internal sealed class TemplateOptions
{
    public const string Section = "Templates";

    /// <summary>A folder like the project's <c>Templates</c>. A file in it replaces the one of the same name; what is not in it comes with the service.</summary>
    [MaxLength(1000)]
    public string? Folder { get; init; }
}

/// <summary>The templates, opened and looked at once. They change with the service or with a restart.</summary>
internal sealed class TemplateStore(IOptions<TemplateOptions> options)
{
    private readonly ConcurrentDictionary<string, Lazy<Template>> opened = new(StringComparer.Ordinal);

    /// <param name="name"><c>Contracts/terms-and-conditions.docx</c></param>
    public Template this[string name] => opened.GetOrAdd(name, wanted => new Lazy<Template>(() => Template.Open(Read(wanted)))).Value;

    /// <summary>The names of the templates that come with the service.</summary>
    public static IReadOnlyList<string> Names =>
        [.. typeof(TemplateStore).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Templates/", StringComparison.Ordinal)).Select(name => name["Templates/".Length..]).Order(StringComparer.Ordinal)];

    public byte[] Read(string name)
    {
        if (options.Value.Folder is { Length: > 0 } folder && Path.Combine(folder, name) is var own && File.Exists(own))
        {
            return File.ReadAllBytes(own);
        }

        using var stream = typeof(TemplateStore).Assembly.GetManifestResourceStream($"Templates/{name}") ?? throw new FileNotFoundException("There is no such template.", name);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
