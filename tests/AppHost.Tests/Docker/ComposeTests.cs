using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Teg.Platform.AppHost.Tests.Docker;

/// <summary>docker/compose.yaml cannot run where there is no Docker; what can be held together is held together here.</summary>
public sealed partial class ComposeTests
{
    private static readonly Dictionary<object, object> Compose = (Dictionary<object, object>)new DeserializerBuilder().Build()
        .Deserialize(new MergingParser(new Parser(new StringReader(Repository.Read("docker/compose.yaml")))))!;

    // What AppHost alone says, and why a deployment does not.
    private static readonly Dictionary<string, string> OnlyInAppHost = new(StringComparer.Ordinal)
    {
        ["services__sandbox"] = "The Sandbox is for development.",
        ["Egress__Inside"] = "So is its push service; those of browsers are on the internet.",
    };

    // What a deployment alone says, and why AppHost does not.
    private static readonly Dictionary<string, string> OnlyInCompose = new(StringComparer.Ordinal)
    {
        ["ForwardedHeaders__KnownNetworks__0"] = "Locally everything comes from loopback.",
        ["Operators__Networks__0"] = "Prometheus asks from another machine.",
        ["Smtp__Username"] = "The Sandbox's mailbox asks nobody who they are.",
        ["Smtp__Password"] = "The same.",
        ["Smtp__From"] = "The default is the demo's.",
    };

    public static TheoryData<string> Projects => [.. ProjectsOfAppHost().Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_service_gets_the_variables_that_AppHost_gives_it(string project)
    {
        var there = Environment(project);
        var here = ProjectsOfAppHost()[project];

        here.Except(there).Where(name => !OnlyInAppHost.Keys.Any(only => name.StartsWith(only, StringComparison.Ordinal))).ShouldBeEmpty($"AppHost gives {project} more than compose.yaml");
        // References are given to all alike.
        there.Except(here).Where(name => !OnlyInCompose.ContainsKey(name) && !name.StartsWith("services__", StringComparison.Ordinal) && !name.StartsWith("ConnectionStrings__", StringComparison.Ordinal))
            .ShouldBeEmpty($"compose.yaml gives {project} more than AppHost");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_variable_is_a_setting_that_some_code_reads(string project)
    {
        var folders = new[] { project == "gateway" ? "web/Gateway" : $"services/{char.ToUpperInvariant(project[0])}{project[1..]}", "ServiceDefaults" };
        var code = string.Concat(folders.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));
        foreach (var name in Environment(project).Where(name => !name.StartsWith("services__", StringComparison.Ordinal) && !name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)))
        {
            var parts = name.Split("__");
            code.ShouldContain($"\"{parts[0]}", customMessage: $"no section {parts[0]} of {name} in {project}");
            // The names of dictionaries' keys and lists' places are the deployment's.
            if (parts[1] is not ("Credentials" or "Networks" or "KnownNetworks") && project != "warehouse")
            {
                code.Contains($" {parts[1]} {{ get;", StringComparison.Ordinal).ShouldBeTrue($"no setting {parts[1]} of {name} in {project}");
            }
        }
    }

    [Fact]
    public void Every_value_to_fill_in_is_in_the_example_and_none_besides()
    {
        var asked = Variable().Matches(Repository.Read("docker/compose.yaml")).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal);
        var given = Repository.Read("docker/env.example").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')).Select(line => line.Split('=')[0]);

        given.Append("PUBLIC_ADDRESS").Distinct().Order(StringComparer.Ordinal).ShouldBe(asked);
    }

    [Fact]
    public void A_process_of_ours_has_no_rights_it_does_not_need_and_stateless_ones_are_two()
    {
        foreach (var project in ProjectsOfAppHost().Keys.Where(name => name != "warehouse"))
        {
            var service = Service(project);
            service["read_only"].ShouldBe("true", project);
            ((IEnumerable<object>)service["cap_drop"]).ShouldBe(["ALL"], project);
            (project == "qualifier" ? Services().ContainsKey("qualifier-2") : (string)((Dictionary<object, object>)service["deploy"])["replicas"] == "2").ShouldBeTrue(project);
            // Only the migration is the database's owner.
            ((Dictionary<object, object>)service["environment"])["ConnectionStrings__teg"].ToString()!.ShouldNotContain("Password", customMessage: project);
        }

        Services().Where(service => ((Dictionary<object, object>)service.Value).ContainsKey("ports")).Select(service => service.Key).ShouldBe(["nginx", "grafana"], ignoreOrder: true);
        foreach (var (name, service) in Services())
        {
            if (((Dictionary<object, object>)service).TryGetValue("image", out var image))
            {
                image.ToString()!.ShouldMatch(@":v?\d+\.\d+", $"{name} names a version");
            }
        }
    }

    [Fact]
    public void What_is_mounted_is_there()
    {
        foreach (var file in Mounted().Matches(Repository.Read("docker/compose.yaml")).Select(match => match.Groups["name"].Value))
        {
            Path.Exists(Repository.PathOf($"docker/{file}")).ShouldBeTrue(file);
        }
    }

    private static Dictionary<object, object> Services() => (Dictionary<object, object>)Compose["services"];

    private static Dictionary<object, object> Service(string name) => (Dictionary<object, object>)Services()[name];

    private static IReadOnlyList<string> Environment(string name) => [.. ((Dictionary<object, object>)Service(name)["environment"]).Keys.Cast<string>()];

    /// <summary>The variables of every project, as AppHost.cs writes them down.</summary>
    private static Dictionary<string, HashSet<string>> ProjectsOfAppHost()
    {
        var projects = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var statement in Comment().Replace(Repository.Read("AppHost/AppHost.cs"), "").Split(';'))
        {
            var name = Project().Match(statement) is { Success: true } added ? added.Groups["name"].Value : Later().Match(statement) is { Success: true } later ? later.Groups["name"].Value : null;
            if (name is null or "sandbox" || (!Project().IsMatch(statement) && !projects.ContainsKey(name)))
            {
                continue;
            }

            var variables = projects.TryGetValue(name, out var known) ? known : projects[name] = new HashSet<string>(StringComparer.Ordinal);
            variables.UnionWith(Given().Matches(statement).Select(match => match.Groups["name"].Value));
            variables.UnionWith(Reference().Matches(statement).Select(match => match.Groups["name"].Value switch
            {
                "teg" or "redis" or "rabbitmq" => $"ConnectionStrings__{match.Groups["name"].Value}",
                var service => $"services__{service}__http__0",
            }));
        }

        return projects;
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("""["\s-]\./(?<name>[^:"}\s]+):""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mounted();

    [GeneratedRegex("""AddProject<Projects\.\w+>\("(?<name>[^"]+)"\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Project();

    [GeneratedRegex(@"^\s*(?<name>\w+)\.WithEnvironment\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Later();

    [GeneratedRegex("""WithEnvironment\("(?<name>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Given();

    [GeneratedRegex(@"WithReference\((?<name>\w+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
