namespace Teg.Platform.Documents.Writing;

/// <summary>Where pictures are kept, by the SHA-256 of their content in lower-case hexadecimal.</summary>
internal interface IImageSource
{
    /// <summary>Null when it is gone.</summary>
    ValueTask<byte[]?> ReadAsync(string hash, CancellationToken ct);
}
