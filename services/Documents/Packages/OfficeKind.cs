namespace Teg.Platform.Documents.Packages;

public enum OfficeKind
{
    Word,
    PowerPoint,
    Excel,
}
