using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Teg.Platform.ServiceDefaults.Tests.Telemetry;

public sealed class PrometheusTests
{
    [Theory]
    [InlineData("http.server.request.duration", "s", "histogram", "http_server_request_duration_seconds")]
    [InlineData("teg.outbox.sent", "{message}", "counter", "teg_outbox_sent_total")]
    [InlineData("rows.total", "", "counter", "rows_total")]
    [InlineData("process.memory", "By", "gauge", "process_memory_bytes")]
    [InlineData("disk.io", "By", "counter", "disk_io_bytes_total")]
    [InlineData("wait.seconds", "s", "gauge", "wait_seconds")]
    [InlineData("hit.share", "1", "gauge", "hit_share_ratio")]
    [InlineData("hits", "1", "counter", "hits_total")]
    [InlineData("speed", "By/s", "gauge", "speed_bytes_per_second")]
    [InlineData("size", "By/{request}", "gauge", "size_bytes")]
    [InlineData("cpu", "%", "gauge", "cpu_percent")]
    [InlineData("2nd..try-ö", null, "gauge", "_2nd_try_")]
    [InlineData("ns:rule", null, "gauge", "ns:rule")]
    public void A_metric_is_named_as_Prometheus_names_it(string name, string? unit, string type, string expected) =>
        PrometheusName.Of(name, unit, type).ShouldBe(expected);

    [Theory]
    [InlineData("http.route", "http_route")]
    [InlineData("a:b", "a_b")]
    [InlineData("__name__", "key__name__")]
    [InlineData("0x", "_0x")]
    public void A_label_is_named_as_Prometheus_names_it(string name, string expected) =>
        PrometheusName.OfLabel(name).ShouldBe(expected);

    [Fact]
    public async Task The_page_is_valid_and_says_what_was_measured()
    {
        await using var service = await RunningService.StartAsync(map: app => app.MapGet("/ok/{id}", (int id) => id));
        using var meter = new Meter("Teg.Test");
        var rows = meter.CreateCounter<long>("teg.test.rows", "{row}", "Rows with a \\ and\na line.");
        var spent = meter.CreateHistogram<double>("teg.test.spent", "s", "Time.");
        meter.CreateObservableGauge("teg.test.share", () => double.NaN, "1");
        meter.CreateObservableUpDownCounter("teg.test.open", () => -3);
        // The same name with another type: the first one stands, the page stays valid.
        meter.CreateObservableGauge("teg.test.rows_total", () => 1);
        rows.Add(2, new KeyValuePair<string, object?>("board", "say \"hi\"\\\nthere"), new KeyValuePair<string, object?>("dirty", true));
        rows.Add(5, new KeyValuePair<string, object?>("a.b", 1), new KeyValuePair<string, object?>("a/b", 2));
        foreach (var seconds in new[] { 0.001, 3, 3, 99_999 })
        {
            spent.Record(seconds);
        }

        await service.Http.GetStringAsync(new Uri("/ok/1", UriKind.Relative));
        var answer = await service.Http.GetAsync(new Uri("/metrics", UriKind.Relative));

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync();
        var page = PrometheusDocument.Parse(text);
        page.Families["target_info"].Samples.Single().Labels["service_name"].ShouldBe("trial");
        var counted = page.Families["teg_test_rows_total"];
        counted.Help.ShouldBe("Rows with a \\\\ and\\na line.");
        counted.Samples.ShouldContain(sample => sample.Value == 2 && sample.Labels["board"] == "say \"hi\"\\\nthere" && sample.Labels["dirty"] == "true");
        counted.Samples.ShouldContain(sample => sample.Value == 5 && sample.Labels["a_b"] == "1;2");
        counted.Samples.ShouldAllBe(sample => sample.Labels["otel_scope_name"] == "Teg.Test");
        page.Families["teg_test_share_ratio"].Samples.Single().Value.ShouldBe(double.NaN);
        page.Families["teg_test_open"].Samples.Single().Value.ShouldBe(-3);

        var histogram = page.Families["teg_test_spent_seconds"].Samples;
        histogram.Single(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal)).Value.ShouldBe(4);
        histogram.Single(sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal)).Value.ShouldBe(100_005.001, 0.0001);
        histogram.Single(sample => sample.Labels.TryGetValue("le", out var le) && le == "5").Value.ShouldBe(3);

        page.Families["http_server_request_duration_seconds"].Samples.ShouldContain(sample => sample.Labels["http_route"] == "/ok/{id}");
        page.Families.Keys.ShouldContain(name => name.StartsWith("dotnet_gc", StringComparison.Ordinal));
        await CheckWithPromtoolAsync(text);
    }

    [Fact]
    public async Task Scrapes_at_the_same_time_are_each_whole()
    {
        await using var service = await RunningService.StartAsync();

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))));

        foreach (var page in pages)
        {
            PrometheusDocument.Parse(page).Families.ShouldNotBeEmpty();
        }
    }

    // Prometheus' own check, where Debian's package "prometheus" is installed; the parser above is the check that always runs.
    private static async Task CheckWithPromtoolAsync(string text)
    {
        if (!File.Exists("/usr/bin/promtool"))
        {
            return;
        }

        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", ["check", "metrics"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        complaints.ShouldNotContain("error while linting");
        // Exit 3 is style advice about names that other libraries chose; 1 is a page that cannot be read.
        promtool.ExitCode.ShouldNotBe(1, complaints);
    }
}
