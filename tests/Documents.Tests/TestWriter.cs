using System.Text;
using System.Text.Json;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Tests.Files;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Tests;

/// <summary>
/// Documents of a few paragraphs: <c>{"text": ["One", "Two"], "amount": 10, "client": {…}, "image": id}</c>. What happens while one is written is the test's.
/// </summary>
internal sealed class TestWriter(DocumentKind kind) : IDocumentWriter
{
    /// <summary>Called before each writing, with the first paragraph.</summary>
    public static Func<string, CancellationToken, Task> Writing { get; set; } = (_, _) => Task.CompletedTask;

    public DocumentKind Kind => kind;

    public IReadOnlyList<Guid> ImagesOf(JsonElement inputs) => inputs.TryGetProperty("image", out var image) && image.TryGetGuid(out var id) ? [id] : [];

    public Prepared Prepare(JsonElement inputs, WritingContext context)
    {
        var problems = new Problems();
        var texts = inputs.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.Array ? text.EnumerateArray().Select(part => $"{part}").ToList() : [];
        if (texts.Count == 0)
        {
            problems.Add("inputs.text", "Say something.");
        }

        var hash = ImagesOf(inputs) is [var id] ? context.Images.GetValueOrDefault(id) : null;
        if (hash is null && ImagesOf(inputs).Count > 0)
        {
            problems.Add("inputs.image", "There is no such picture.");
        }

        PriceSummary? prices = null;
        if (inputs.TryGetProperty("amount", out var amount))
        {
            prices = new PriceSummary([new PriceLine("Work", 1, null, amount.GetDecimal(), amount.GetDecimal(), false)], amount.GetDecimal(), 0, amount.GetDecimal(), context.Currency);
        }

        var snapshot = problems.None
            ? JsonSerializer.SerializeToElement(new { texts, hash, context.Organisation, date = $"{context.Today:yyyy-MM-dd}", prices = context.Prices.Version, client = inputs.TryGetProperty("client", out var client) ? (JsonElement?)client : null })
            : (JsonElement?)null;
        return new Prepared(snapshot, $"{kind.Name()} · {texts.FirstOrDefault()}", problems.ToDictionary(), prices);
    }

    public async ValueTask<WrittenFile> WriteAsync(JsonElement snapshot, IImageSource images, CancellationToken ct)
    {
        var texts = snapshot.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!).ToList();
        await Writing(texts[0], ct);
        if (snapshot.GetProperty("hash").GetString() is { } hash)
        {
            (await images.ReadAsync(hash, ct)).ShouldNotBeNull();
        }

        var paragraphs = string.Concat(texts.Append($"{snapshot.GetProperty("Organisation")}, {snapshot.GetProperty("date")}").Select(text => WordFile.P(text)));
        return new WrittenFile(Pack(paragraphs), OfficeKind.Word, $"{texts[0]}.docx");
    }

    // The fewest parts that are a Word file; the engine gives equal parts equal bytes.
    private static byte[] Pack(string paragraphs) => new OfficePackage(OfficeKind.Word, "word/document.xml", new Dictionary<string, string>
    {
        ["[Content_Types].xml"] = """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
            """,
        ["_rels/.rels"] = """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
            """,
        ["word/document.xml"] = $"<w:document xmlns:w=\"{WordFile.W}\"><w:body>{paragraphs}</w:body></w:document>",
    }.Select(part => KeyValuePair.Create(part.Key, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(part.Value)))).Save();
}
