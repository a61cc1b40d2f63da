using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Writing;

/// <param name="Name">What a person saves it as, with its extension, without characters that a file system refuses.</param>
internal sealed record WrittenFile(byte[] Content, OfficeKind Kind, string Name);
