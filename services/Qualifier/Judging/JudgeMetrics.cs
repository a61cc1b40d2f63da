using System.Diagnostics.Metrics;

namespace Teg.Platform.Qualifier.Judging;

internal sealed class JudgeMetrics
{
    private readonly Histogram<double> latency;
    private readonly Counter<long> tokens;
    private readonly Counter<double> cost;
    private readonly Counter<long> fallbacks;
    private readonly Counter<long> screened;

    public JudgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Teg.Qualifier");
        latency = meter.CreateHistogram<double>("teg.qualifier.model.latency", "s", "How long the model took to answer, or to fail.");
        tokens = meter.CreateCounter<long>("teg.qualifier.model.tokens", "{token}", "Tokens that were paid for, by direction.");
        cost = meter.CreateCounter<double>("teg.qualifier.model.cost", "USD", "What the model cost, by the price list in the configuration.");
        fallbacks = meter.CreateCounter<long>("teg.qualifier.fallbacks", "{enquiry}", "Enquiries that the rules decided alone, by what kept the model.");
        screened = meter.CreateCounter<long>("teg.qualifier.screened", "{passage}", "Passages that tried to instruct the model.");
    }

    public void Judged(Judgement judgement)
    {
        if (judgement.LatencyMs > 0)
        {
            latency.Record(judgement.LatencyMs / 1000d, new KeyValuePair<string, object?>("outcome", judgement.Fallback is { } kept ? Word(kept) : "judged"));
        }

        if (judgement.TokensIn + judgement.TokensOut > 0)
        {
            tokens.Add(judgement.TokensIn, new KeyValuePair<string, object?>("direction", "in"));
            tokens.Add(judgement.TokensOut, new KeyValuePair<string, object?>("direction", "out"));
            cost.Add((double)judgement.CostUsd);
        }

        if (judgement.Fallback is { } fallback)
        {
            fallbacks.Add(1, new KeyValuePair<string, object?>("kind", Word(fallback)));
        }

        if (judgement.Screened.Count > 0)
        {
            screened.Add(judgement.Screened.Count);
        }
    }

    private static string Word(Fallback fallback) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(fallback.ToString());
}
