namespace Teg.Platform.ServiceDefaults;

/// <summary>The four roles, which are also the names of policies: such a policy admits its role and every role above it.</summary>
public static class Roles
{
    public const string Admin = nameof(Admin);
    public const string Manager = nameof(Manager);
    public const string Agent = nameof(Agent);
    public const string Viewer = nameof(Viewer);

    /// <summary>
    /// Policy of figures that are nobody's own, such as what advertising costs: every role but the agent's, who sees own rows alone. What an agent
    /// may ask for is narrowed to own rows by row-level security, not by the endpoint.
    /// </summary>
    public const string CompanyFigures = nameof(CompanyFigures);

    /// <summary>From least to most.</summary>
    internal static readonly string[] Ascending = [Viewer, Agent, Manager, Admin];

    internal static readonly string[] WithCompanyFigures = [Viewer, Manager, Admin];

    internal static string[] AtLeast(string role) => Ascending[Array.IndexOf(Ascending, role)..];
}
