namespace Teg.Platform.Sync.Demo;

internal sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Gives the demo organisation its three sources, read from the Sandbox.</summary>
    public bool Enabled { get; set; }
}
