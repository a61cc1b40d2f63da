namespace Teg.Platform.AppHost.Tests.Docker;

public sealed class RulesTests
{
    [Fact]
    public async Task The_rules_are_valid_and_fire_when_they_should()
    {
        var rules = Directory.EnumerateFiles(Repository.PathOf("docker/prometheus/rules"), "*.yml").ToList();
        var (valid, findings) = await Repository.RunAsync("promtool", ["check", "rules", .. rules]);
        valid.ShouldBe(0, findings);

        var (passed, said) = await Repository.RunAsync("promtool", ["test", "rules", Repository.PathOf("docker/prometheus/tests/rules.yml")]);
        passed.ShouldBe(0, said);
    }

    [Fact]
    public async Task The_configuration_is_valid()
    {
        var (valid, findings) = await Repository.RunAsync("promtool", ["check", "config", "--syntax-only", Repository.PathOf("docker/prometheus/prometheus.yml")]);
        valid.ShouldBe(0, findings);
    }
}
