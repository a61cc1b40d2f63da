namespace Teg.Platform.Analytics.DemoTruth;

internal sealed class DemoTruthOptions
{
    public const string Section = "DemoTruth";

    /// <summary>Where the demo organisation's right answers are published: the Sandbox. Absent in production, where nobody knows them.</summary>
    public Uri? Address { get; set; }
}
