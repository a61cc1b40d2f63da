namespace Teg.Platform.Documents.Conversion;

/// <summary>The paper that HTML is printed on. Lengths are millimetres.</summary>
public sealed record PageSetup
{
    public static PageSetup Letter { get; } = new() { Width = 215.9, Height = 279.4 };

    public static PageSetup A4 { get; } = new() { Width = 210, Height = 297 };

    public double Width { get; init; } = 215.9;

    public double Height { get; init; } = 279.4;

    public bool IsLandscape { get; init; }

    public double Top { get; init; } = 18;

    public double Bottom { get; init; } = 18;

    public double Left { get; init; } = 16;

    public double Right { get; init; } = 16;

    /// <summary>
    /// HTML in the upper margin of every page, with its own inline styles; elements of class <c>pageNumber</c>, <c>totalPages</c> and <c>title</c> are
    /// filled in. Empty prints none.
    /// </summary>
    public string Header { get; init; } = "";

    /// <summary>The same in the lower margin; <see cref="PageNumbers"/> is one.</summary>
    public string Footer { get; init; } = "";

    /// <summary>A footer that says "3 / 12".</summary>
    public const string PageNumbers =
        """<div style="width:100%;text-align:center;font:8px sans-serif;color:#777"><span class="pageNumber"></span> / <span class="totalPages"></span></div>""";
}
