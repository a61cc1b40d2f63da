using Microsoft.Extensions.Options;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>The limits that hold now; the control plane may change them.</summary>
internal sealed class MondayLimits
{
    private readonly MondayOptions options;

    public MondayLimits(IOptions<MondayOptions> options)
    {
        this.options = options.Value;
        Reset();
    }

    public int ComplexityBudget { get; set; }

    public int MinuteRate { get; set; }

    public int Concurrency { get; set; }

    public int ActivityLogDays { get; set; }

    public void Reset()
    {
        ComplexityBudget = options.ComplexityBudget;
        MinuteRate = options.MinuteRate;
        Concurrency = options.Concurrency;
        ActivityLogDays = options.ActivityLogDays;
    }
}
