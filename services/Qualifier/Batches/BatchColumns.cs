namespace Teg.Platform.Qualifier.Batches;

/// <summary>Which column was taken for what, by its name; -1 is none. All others are carried through.</summary>
internal sealed record BatchColumns(int Name, int Email, int Project, int Budget, int Styles)
{
    // Without spaces, signs and case: "E-Mail Address" is "emailaddress".
    private static readonly string[] Names = ["name", "fullname", "contact", "contactname", "leadname", "client", "clientname", "customer", "yourname", "item", "lead"];

    private static readonly string[] Emails = ["email", "emailaddress", "mail", "mailaddress", "contactemail", "youremail", "clientemail", "leademail"];

    private static readonly string[] Projects =
    [
        "projectdescription", "description", "project", "projectdetails", "aboutyourproject", "tellusaboutyourproject", "projectsummary", "brief", "projectbrief",
        "details", "message", "enquiry", "inquiry", "comments", "notes",
    ];

    private static readonly string[] Budgets = ["budget", "projectbudget", "totalbudget", "estimatedbudget", "yourbudget", "budgetrange", "budgetusd", "whatisyourbudget"];

    private static readonly string[] StyleCounts =
        ["styles", "stylecount", "numberofstyles", "noofstyles", "ofstyles", "howmanystyles", "designs", "numberofdesigns", "skus", "stylesplanned"];

    /// <summary>How many are understood.</summary>
    public int Known => new[] { Name, Email, Project, Budget, Styles }.Count(column => column >= 0);

    public static BatchColumns Of(IReadOnlyList<string> headers)
    {
        var plain = headers.Select(header => string.Concat(header.Where(char.IsLetterOrDigit)).ToLowerInvariant()).ToArray();
        HashSet<int> taken = [];

        // The best name of a list that is there; a part of a longer header ("Budget (USD, whole collection)") only where no header is one.
        int Find(string[] synonyms, string? part)
        {
            var column = synonyms.Select(synonym => Array.IndexOf(plain, synonym)).FirstOrDefault(at => at >= 0 && !taken.Contains(at), -1);
            if (column < 0 && part is not null)
            {
                column = Array.FindIndex(plain, header => header.Contains(part, StringComparison.Ordinal) && !taken.Contains(Array.IndexOf(plain, header)));
            }

            taken.Add(column);
            return column;
        }

        var email = Find(Emails, "email");
        var budget = Find(Budgets, "budget");
        var styles = Find(StyleCounts, "styles");
        var project = Find(Projects, "description");
        return new BatchColumns(Find(Names, null), email, project, budget, styles);
    }

    public BatchColumnUse? UseOf(int column) =>
        column == Name ? BatchColumnUse.Name
        : column == Email ? BatchColumnUse.Email
        : column == Project ? BatchColumnUse.Project
        : column == Budget ? BatchColumnUse.Budget
        : column == Styles ? BatchColumnUse.Styles
        : null;
}

public enum BatchColumnUse
{
    Name,
    Email,
    Project,
    Budget,
    Styles,
}
