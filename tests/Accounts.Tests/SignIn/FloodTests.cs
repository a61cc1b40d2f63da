using System.Diagnostics;
using System.Net;

namespace Teg.Platform.Accounts.Tests.SignIn;

public sealed class FloodTests(AccountsService accounts)
{
    private const int Attempts = 1000;
    private const int AtOnce = 50;

    [Fact]
    public async Task A_thousand_guesses_at_once_tell_nobody_who_exists_and_shut_nobody_else_out()
    {
        var known = new List<string>();
        for (var person = 0; person < 25; person++)
        {
            known.Add((await accounts.PersonAsync()).User.Email!);
        }

        var unknown = known.Select((_, number) => $"nobody-{number}-{Guid.NewGuid():n}@test.example").ToList();
        var (bystander, _) = await accounts.PersonAsync();
        // Of each account forty attempts from forty addresses: the first thirty are compared with the password, the others throttled.
        var clients = Enumerable.Range(0, AtOnce).Select(number => accounts.Client($"203.0.113.{number + 1}")).ToList();
        var times = new (bool Known, HttpStatusCode Status, double Milliseconds)[Attempts];
        // Warm: the first requests of a process cost something else.
        foreach (var client in clients)
        {
            using var warm = await AccountsService.PostSignInAsync(client, $"warm-{Guid.NewGuid():n}@test.example", "a wrong password");
        }

        var next = -1;
        var flood = clients.Select(async client =>
        {
            while (Interlocked.Increment(ref next) is < Attempts and var attempt)
            {
                var exists = attempt % 2 == 0;
                var email = (exists ? known : unknown)[attempt / 2 % known.Count];
                var started = Stopwatch.GetTimestamp();
                using var answer = await AccountsService.PostSignInAsync(client, email, $"guess number {attempt}");
                times[attempt] = (exists, answer.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }).ToList();
        using var owner = accounts.Client("198.51.100.200");
        using (var during = await AccountsService.PostSignInAsync(owner, bystander.Email!, AccountsService.Password))
        {
            during.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await Task.WhenAll(flood);

        times.ShouldAllBe(one => one.Status == HttpStatusCode.Unauthorized || one.Status == HttpStatusCode.TooManyRequests);
        times.Count(one => one.Known && one.Status == HttpStatusCode.Unauthorized).ShouldBe(times.Count(one => !one.Known && one.Status == HttpStatusCode.Unauthorized));
        (Median(true) / Median(false)).ShouldBeInRange(0.7, 1.4);
        using var after = await AccountsService.PostSignInAsync(owner, bystander.Email!, AccountsService.Password);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        clients.ForEach(client => client.Dispose());

        double Median(bool exists)
        {
            var sorted = times.Where(one => one.Known == exists && one.Status == HttpStatusCode.Unauthorized).Select(one => one.Milliseconds).Order().ToArray();
            return sorted[sorted.Length / 2];
        }
    }
}
