using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Gateway.Sessions;

internal sealed class BrowserSessionOptions
{
    public const string Section = "Session";

    /// <summary>A browser that is not seen for so long has to sign in again.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "30.00:00:00")]
    public TimeSpan Idle { get; set; } = TimeSpan.FromDays(7);

    /// <summary>An access token is renewed when it has less than this left.</summary>
    public TimeSpan RefreshBefore { get; set; } = TimeSpan.FromMinutes(2);
}

internal sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>The sign-in page shows the demo sign-ins.</summary>
    public bool Enabled { get; set; }
}
