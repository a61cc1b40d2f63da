using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Sources;

/// <summary>What a person should do about a source, instead of looking at an empty page.</summary>
internal static class Advice
{
    public static string? Of(string source, bool enabled, DateTimeOffset? lastPublishedAt, RunSummary? last, long openDrifts)
    {
        if (!enabled)
        {
            return lastPublishedAt is null
                ? $"{source} is switched off and has never been read. Switch it on and start a full run."
                : $"{source} is switched off; what is shown is from its last run.";
        }

        if (last is { Status: RunStatus.Failed })
        {
            return $"The last run failed: {last.Reason} {last.WayOut}{(lastPublishedAt is null ? " Then start a full run." : "")}";
        }

        if (lastPublishedAt is null)
        {
            return last is null
                ? $"Nothing has been read from {source} yet. Start a full run."
                : $"{source} is being read for the first time; figures appear when this run is published.";
        }

        if (openDrifts > 0)
        {
            return $"{openDrifts} {(openDrifts == 1 ? "column" : "columns")} of {source} no longer match the mapping. Decide on the proposals; until then the last good data stays.";
        }

        return last is { Certificate: CertificateVerdict.Different }
            ? $"The counts of {source} and ours differ. Look at the certificate of the last run, then start a full run."
            : null;
    }
}
