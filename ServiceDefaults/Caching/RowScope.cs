using System.Text.RegularExpressions;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Whose rows an answer is made of: an organisation's, or one person's within it. A kept answer's key and the connection it is asked on are both made of
/// this, so nobody gets an answer made of rows that are not theirs.
/// </summary>
public sealed partial class RowScope
{
    private RowScope(Guid orgId, string role, Guid? userId) => (OrgId, Role, UserId) = (orgId, role, userId);

    public Guid OrgId { get; }

    /// <summary>The role that row-level security sees.</summary>
    public string Role { get; }

    /// <summary>Null where all who share the scope see the same rows: the connection then knows no person either.</summary>
    public Guid? UserId { get; }

    /// <summary>Roles that see every figure share one scope, under the least of them; any other caller has a scope of their own.</summary>
    public static RowScope Of(Caller caller) => Roles.WithCompanyFigures.Contains(caller.Role, StringComparer.Ordinal)
        ? new RowScope(caller.OrgId, Roles.Viewer, null)
        : new RowScope(caller.OrgId, caller.Role, caller.UserId);

    /// <summary>The key of a question's answer for who shares this scope.</summary>
    public string Key(string question) => $"{{{OrgId:n}}}:{(UserId is { } user ? $"{Role.ToLowerInvariant()}-{user:n}" : "house")}:{question}";

    /// <summary>A tag that only this organisation's answers carry.</summary>
    public static string Tag(Guid orgId, string name) => $"{{{orgId:n}}}:{name}";

    /// <summary>Braces as Redis Cluster reads them: what belongs to an organisation lies on one node.</summary>
    internal static string OrganisationOf(string key) => Begin().Match(key) is { Success: true } begin
        ? begin.Value
        : throw new ArgumentException($"\"{key}\" does not say whose it is. Keys and tags come from {nameof(RowScope)}.", nameof(key));

    [GeneratedRegex(@"^\{[0-9a-f]{32}\}:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Begin();
}
