using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Push;
using Teg.Platform.Accounts.Tests.Notifications;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Sandbox.Push;

namespace Teg.Platform.Accounts.Tests.Push;

/// <summary>From the failed run to the words on a device, over HTTP through a push service that opens what it gets as a browser does.</summary>
public sealed class PushTests(AccountsService accounts)
{
    private PushDesk Desk => accounts.Push.Desk;

    [Fact]
    public async Task A_failed_run_is_on_every_device_that_asked_once_however_often_the_message_comes()
    {
        var (manager, orgId) = await accounts.PersonAsync("Manager");
        var (viewer, _) = await accounts.PersonAsync("Viewer", orgId);
        var (agent, _) = await accounts.PersonAsync("Agent", orgId);
        var (stranger, _) = await accounts.PersonAsync("Admin");
        var (phone, laptop, other) = (await SubscribedAsync(manager), await SubscribedAsync(manager), await SubscribedAsync(viewer));
        var (agents, strangers) = (await SubscribedAsync(agent), await SubscribedAsync(stranger));
        var run = new RunFailed(orgId, Guid.CreateVersion7(), Guid.CreateVersion7(), "Monday", "The token was refused.", "Enter a new one.", DateTimeOffset.UtcNow);

        await PublishAsync(run, message => message.RunId == run.RunId, times: 4);
        await SentAsync(orgId);

        foreach (var device in new[] { phone, laptop, other })
        {
            var message = Desk.MessagesTo(device.Id).ShouldHaveSingleItem();
            var shown = JsonSerializer.Deserialize<JsonElement>(message.Text);
            shown.GetProperty("title").GetString().ShouldBe("Refreshing Monday failed");
            shown.GetProperty("body").GetString().ShouldBe("The token was refused. Enter a new one.");
            shown.GetProperty("page").GetString().ShouldBe("/data");
            shown.GetProperty("tag").GetString().ShouldBe($"run-failed:{run.RunId}");
            message.Topic.Length.ShouldBe(32);
        }

        Desk.MessagesTo(agents.Id).ShouldBeEmpty();
        Desk.MessagesTo(strangers.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task Columns_that_changed_at_a_source_are_told_to_those_who_decide_on_them()
    {
        var (manager, orgId) = await accounts.PersonAsync("Manager");
        var (viewer, _) = await accounts.PersonAsync("Viewer", orgId);
        var viewers = await SubscribedAsync(viewer);
        var device = await SubscribedAsync(manager);
        var drift = new DriftFound(orgId, Guid.CreateVersion7(), Guid.CreateVersion7(), "4711", "Monday, board \"Sales\": the column Amount is gone.", DateTimeOffset.UtcNow);

        await PublishAsync(drift, message => message.RunId == drift.RunId, times: 1);
        await SentAsync(orgId);

        Desk.MessagesTo(device.Id).ShouldHaveSingleItem().Text.ShouldContain("the column Amount is gone");
        Desk.MessagesTo(viewers.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_certificate_that_differs_is_told_once_a_day_and_an_equal_one_never()
    {
        var (manager, orgId) = await accounts.PersonAsync("Manager");
        var device = await SubscribedAsync(manager);
        var source = Guid.CreateVersion7();
        var noon = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        RunPublished Run(DateTimeOffset at, string? certificate) => new(orgId, Guid.CreateVersion7(), source, "Calendly", at, certificate);

        foreach (var run in new[] { Run(noon, "equal"), Run(noon, null), Run(noon, "different"), Run(noon.AddHours(1), "different"), Run(noon.AddDays(1), "different") })
        {
            await PublishAsync(run, message => message.RunId == run.RunId, times: 1);
        }

        await SentAsync(orgId);
        Desk.MessagesTo(device.Id).Count.ShouldBe(2);
        Desk.MessagesTo(device.Id).ShouldAllBe(message => message.Text.Contains("Calendly does not add up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_push_service_that_asks_to_wait_is_asked_again_then_and_not_before()
    {
        var (manager, orgId) = await accounts.PersonAsync("Manager");
        var device = await SubscribedAsync(manager);
        Desk.Refuse(device.Id, 429, retryAfter: 600);

        await OrderAsync(orgId);
        await Eventually(async () => await ScalarAsync<int>("select attempts from accounts.push where org_id = @orgId", orgId) == 1);
        accounts.Clock.Advance(TimeSpan.FromSeconds(590));
        await Sender.RunAsync(TestContext.Current.CancellationToken);
        Desk.AskedFor(device.Id).ShouldBe(1);

        accounts.Clock.Advance(TimeSpan.FromSeconds(10));
        await Sender.RunAsync(TestContext.Current.CancellationToken);
        await SentAsync(orgId);
        Desk.MessagesTo(device.Id).ShouldHaveSingleItem();
        Desk.AskedFor(device.Id).ShouldBe(2);
    }

    [Fact]
    public async Task A_browser_that_its_push_service_no_longer_knows_is_forgotten_with_what_waited_for_it()
    {
        var (manager, orgId) = await accounts.PersonAsync("Manager");
        var device = await SubscribedAsync(manager);
        Desk.Unsubscribe(device.Id);

        await OrderAsync(orgId);

        await Eventually(async () => await ScalarAsync<long>("select (select count(*) from accounts.push_subscription where org_id = @orgId) + (select count(*) from accounts.push where org_id = @orgId)", orgId) == 0);
    }

    [Fact]
    public async Task An_address_inside_the_house_is_never_asked_and_the_device_is_forgotten()
    {
        var (manager, orgId) = await accounts.PersonAsync("Manager");
        var browser = Desk.Subscribe("any", accounts.Push.Address);
        using var client = await accounts.SignedInAsync(manager);
        using var taken = await client.PostAsJsonAsync("/profile/push", new { endpoint = "https://169.254.169.254/latest", browser.PublicKey, browser.Secret });
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);

        await OrderAsync(orgId);

        await Eventually(async () => await ScalarAsync<long>("select count(*) from accounts.push_subscription where org_id = @orgId", orgId) == 0);
    }

    [Fact]
    public async Task A_browser_tells_one_person_the_one_who_asked_last()
    {
        var (first, _) = await accounts.PersonAsync("Manager");
        var (second, secondOrg) = await accounts.PersonAsync("Manager");
        var device = await SubscribedAsync(first);
        using var theirs = await accounts.SignedInAsync(second);

        using var taken = await theirs.PostAsJsonAsync("/profile/push", new { device.Endpoint, device.PublicKey, device.Secret });
        using var again = await theirs.PostAsJsonAsync("/profile/push", new { device.Endpoint, device.PublicKey, device.Secret });

        (await again.Content.ReadFromJsonAsync<PushSubscribed>()).ShouldBe(await taken.Content.ReadFromJsonAsync<PushSubscribed>());
        using var own = await accounts.SignedInAsync(first);
        (await own.GetFromJsonAsync<PushState>("/profile/push"))!.Devices.ShouldBeEmpty();
        var state = (await theirs.GetFromJsonAsync<PushState>("/profile/push"))!;
        state.Devices.ShouldHaveSingleItem();

        var id = state.Devices[0].Id;
        (await own.DeleteAsync(new Uri($"/profile/push/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await own.PostAsync(new Uri($"/profile/push/{id}/test", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await theirs.PostAsync(new Uri($"/profile/push/{id}/test", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await SentAsync(secondOrg);
        Desk.MessagesTo(device.Id).ShouldHaveSingleItem().Text.ShouldContain("Alerts work on this device");
        (await theirs.DeleteAsync(new Uri($"/profile/push/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await theirs.GetFromJsonAsync<PushState>("/profile/push"))!.Devices.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_subscription_is_refused_and_ten_devices_are_enough()
    {
        var (manager, orgId) = await accounts.PersonAsync("Manager");
        var browser = Desk.Subscribe("any", accounts.Push.Address);
        using var client = await accounts.SignedInAsync(manager);
        foreach (var form in new object[]
        {
            new { endpoint = "http://push.example/1", browser.PublicKey, browser.Secret },
            new { endpoint = "https://user@push.example/1", browser.PublicKey, browser.Secret },
            new { endpoint = "push", browser.PublicKey, browser.Secret },
            new { browser.Endpoint, publicKey = "BAAA", browser.Secret },
            new { browser.Endpoint, publicKey = $"BA{new string('A', 85)}", browser.Secret },
            new { browser.Endpoint, browser.PublicKey, secret = "c2hvcnQ" },
        })
        {
            using var refused = await client.PostAsJsonAsync("/profile/push", form);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        for (var device = 0; device < PushEndpoints.MostDevices; device++)
        {
            (await client.PostAsJsonAsync("/profile/push", new { endpoint = $"https://push.example/{device}", browser.PublicKey, browser.Secret })).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var more = await client.PostAsJsonAsync("/profile/push", new { endpoint = "https://push.example/more", browser.PublicKey, browser.Secret });
        more.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ScalarAsync<long>("select count(*) from accounts.push_subscription where org_id = @orgId", orgId)).ShouldBe(PushEndpoints.MostDevices);
        (await ScalarAsync<bool>("select bool_and(position(@secret::bytea in secret) = 0) from accounts.push_subscription where org_id = @orgId", orgId, System.Buffers.Text.Base64Url.DecodeFromChars(browser.Secret))).ShouldBeTrue();
    }

    private PushSender Sender => accounts.Services.GetRequiredService<PushSender>();

    private async Task<PushBrowser> SubscribedAsync(User person)
    {
        using var client = await accounts.SignedInAsync(person);
        var state = await client.GetFromJsonAsync<PushState>("/profile/push");
        var browser = Desk.Subscribe(state!.PublicKey, accounts.Push.Address);
        using var taken = await client.PostAsJsonAsync("/profile/push", new { browser.Endpoint, browser.PublicKey, browser.Secret });
        taken.StatusCode.ShouldBe(HttpStatusCode.OK, await taken.Content.ReadAsStringAsync());
        return browser;
    }

    private async Task OrderAsync(Guid orgId)
    {
        await using var connection = await accounts.Services.GetRequiredService<ServiceDefaults.Database>().OpenAsync(orgId, TestContext.Current.CancellationToken);
        await new PushAlert("run-failed", $"{Guid.NewGuid()}", "Title", "Body", "/data").OrderAsync(connection, orgId, null, accounts.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        Sender.Wake();
    }

    private async Task PublishAsync<T>(T message, Predicate<T> such, int times)
        where T : class
    {
        var bus = accounts.Services.GetRequiredService<ITestHarness>().Bus;
        // Mail is told of a failed run, too.
        var consumed = new Consumed<T>(such, typeof(T) == typeof(RunFailed) ? times * 2 : times);
        using var observing = bus.ConnectConsumeMessageObserver(consumed);
        await Task.WhenAll(Enumerable.Range(0, times).Select(_ => bus.Publish(message)));
        await consumed.All.WaitAsync(TimeSpan.FromSeconds(15));
    }

    private Task SentAsync(Guid orgId) => Eventually(async () => await ScalarAsync<bool>("select count(*) > 0 and bool_and(sent_at is not null) from accounts.push where org_id = @orgId", orgId));

    private async Task<T> ScalarAsync<T>(string sql, Guid orgId, byte[]? secret = null)
    {
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, new { orgId, secret }))!;
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(20); !await condition();)
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue("It did not come to that.");
            await Task.Delay(25);
        }
    }
}
