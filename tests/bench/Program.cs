using System.Diagnostics;
using Teg.Platform.Bench;
using Teg.Platform.Bench.Audit;
using Teg.Platform.Bench.Dashboards;
using Teg.Platform.Bench.Documents;
using Teg.Platform.Bench.Enquiries;
using Teg.Platform.Bench.Ledger;
using Teg.Platform.Bench.Live;
using Teg.Platform.Bench.Running;
using Teg.Platform.Bench.SignIn;
using Teg.Platform.Bench.Tokens;

// In this order they stand in docs/performance.md, each between markers of its own name. A new one is one line here and one folder.
IScenario[] scenarios = [new SignInScenario(), new TokensScenario(), new DashboardsScenario(), new FiguresScenario(), new AuditScenario(), new EnquiriesScenario(),
    new WritingScenario(), new ConversionScenario(), new LiveScenario()];

if (args is not ([] or ["--only", _]) || (args is ["--only", var wanted] && scenarios.All(scenario => scenario.Name != wanted)))
{
    await Console.Error.WriteLineAsync($"Usage: bench [--only <name>]. There are: {string.Join(", ", scenarios.Select(scenario => scenario.Name))}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var ledger = new PerformanceDocument();
Console.WriteLine("Starting the system …");
await using var system = await RunningSystem.StartAsync(stop.Token);
foreach (var scenario in scenarios.Where(scenario => args is [] || scenario.Name == args[1]))
{
    Console.WriteLine($"{scenario.Name} …");
    var machine = Machine.Now();
    var clock = Stopwatch.StartNew();
    var finding = await scenario.RunAsync(system, stop.Token);
    await ledger.WriteAsync(scenario, finding, machine, clock.Elapsed, stop.Token);
    Console.WriteLine(finding.ToText());
}

return 0;
