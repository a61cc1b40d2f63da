namespace Teg.Platform.Analytics.Explain;

/// <summary>Every figure that explains itself. docs/explain.md says the same, and a test that it does.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<Figure> All = [.. AdsFigure.All, .. SalesFigure.All, .. LeadFigure.All, .. CallFigure.All];

    private static readonly Dictionary<string, Figure> ById = All.ToDictionary(figure => figure.Id, StringComparer.Ordinal);

    public static Figure? Find(string id) => ById.GetValueOrDefault(id);

    public static Figure Of(string id) => ById[id];
}
