namespace Teg.Platform.ServiceDefaults;

/// <summary>The four roles, which are also the names of the policies: a policy admits its role and every role above it.</summary>
public static class Roles
{
    public const string Admin = nameof(Admin);
    public const string Manager = nameof(Manager);
    public const string Agent = nameof(Agent);
    public const string Viewer = nameof(Viewer);

    /// <summary>From least to most.</summary>
    internal static readonly string[] Ascending = [Viewer, Agent, Manager, Admin];

    internal static string[] AtLeast(string role) => Ascending[Array.IndexOf(Ascending, role)..];
}
