namespace Teg.Platform.Documents.Pricing;

internal sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Gives the demo organisation a price list with an address and somebody who signs.</summary>
    public bool Enabled { get; set; }
}
