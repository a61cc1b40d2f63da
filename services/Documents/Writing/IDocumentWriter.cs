using System.Text.Json;

namespace Teg.Platform.Documents.Writing;

/// <summary>Makes one kind of document, in two steps: what decides it is settled while the person is there, the file is made later and as often as needed.</summary>
internal interface IDocumentWriter
{
    DocumentKind Kind { get; }

    /// <summary>The pictures that inputs name, so that the caller can say under <see cref="WritingContext.Images"/> where each is kept. Never throws on bad inputs.</summary>
    IReadOnlyList<Guid> ImagesOf(JsonElement inputs);

    /// <summary>
    /// Completes what a person sent into everything that decides the document (prices, the organisation's words, the date), or says what is wrong by field path.
    /// The same inputs and context give the same snapshot.
    /// </summary>
    Prepared Prepare(JsonElement inputs, WritingContext context);

    /// <summary>Writes the document from the snapshot alone: the same snapshot, templates and pictures give the same bytes. A picture that is gone is left out.</summary>
    ValueTask<WrittenFile> WriteAsync(JsonElement snapshot, IImageSource images, CancellationToken ct);
}
