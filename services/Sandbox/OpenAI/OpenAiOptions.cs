using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>How the model of the Sandbox behaves, and where it answers. The control plane may change all but the port and the keys.</summary>
public sealed class OpenAiOptions
{
    public const string Section = "OpenAI";

    /// <summary>Port of the vendor's own address; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8093;

    /// <summary>
    /// Keys that are let in. Empty: any of six characters or more except <c>invalid</c>, as with the other vendors played here. Nothing is guarded by it: the
    /// Sandbox listens on loopback alone and holds made-up data; the check is there so that a client meets a vendor's 401.
    /// </summary>
    public IList<string> Keys { get; set; } = [];

    /// <summary>How long a judgement takes, give or take <see cref="JitterMs"/>.</summary>
    [Range(0, 600_000)]
    public int LatencyMs { get; set; } = 40;

    [Range(0, 600_000)]
    public int JitterMs { get; set; } = 20;

    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 100_000;

    /// <summary>A model that does whatever it reads, however it is disguised: for proving that nothing of the kind reaches it.</summary>
    public bool Gullible { get; set; }
}
