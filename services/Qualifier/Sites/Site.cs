using Teg.Platform.Qualifier.Rules;

namespace Teg.Platform.Qualifier.Sites;

/// <summary>A page's key, and what holds for what is posted under it.</summary>
/// <param name="Origins">Where its pages stand, as browsers write it: https://www.example.com.</param>
internal sealed record Site(Guid OrgId, Guid KeyId, IReadOnlyList<string> Origins);

/// <summary>What is known of an organisation; kept on the disk as it is.</summary>
/// <param name="Rules">Null while nobody chose.</param>
internal sealed record Firm(Guid OrgId, string TimeZone, RuleSet? Rules, IReadOnlyList<Site> Sites);
