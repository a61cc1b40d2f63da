using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>An authenticator app, played by the test, and the codes for the day it is lost.</summary>
public sealed class SecondFactorTests(Suite suite)
{
    [Fact]
    public async Task The_authenticator_opens_the_door_from_then_on_and_a_recovery_code_does_once()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = newcomer.Page;
        await page.GotoAsync("/profile");
        await page.GetByTestId("set-up-second-factor").ClickAsync();
        await Expect(page.GetByTestId("qr-code")).ToBeVisibleAsync();
        var secret = (await page.GetByTestId("second-factor-secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        var first = StepNow();
        await page.GetByTestId("second-factor-code").FillAsync(Code(secret, first));
        await page.GetByTestId("confirm-second-factor").ClickAsync();
        await Expect(page.GetByTestId("secret")).ToHaveCountAsync(10);
        var codes = await page.GetByTestId("secret").AllInnerTextsAsync();
        await page.GetByTestId("secret-stored").ClickAsync();
        await Expect(page.GetByTestId("second-factor-state")).ToHaveAttributeAsync("data-status", "on");

        await Newcomer.SignOutAsync(page);
        await Newcomer.TryAsync(page, newcomer.Email, Newcomer.Password);
        await page.GetByTestId("second-factor-code").FillAsync(Code(secret, first));
        await page.GetByTestId("second-factor").ClickAsync();
        // What was seen over a shoulder opens nothing: a code counts once.
        await Expect(page.GetByTestId("second-factor-problem")).ToBeVisibleAsync();
        await page.GetByTestId("second-factor-code").FillAsync(Code(secret, first + 1));
        await page.GetByTestId("second-factor").ClickAsync();
        await Expect(page.GetByTestId("user-menu")).ToBeVisibleAsync();

        await Newcomer.SignOutAsync(page);
        await EnterWithRecoveryCodeAsync(page, newcomer.Email, codes[0]);
        await Expect(page.GetByTestId("user-menu")).ToBeVisibleAsync();
        await page.GotoAsync("/profile");
        await Expect(page.GetByTestId("recovery-codes-left")).ToContainTextAsync("9 recovery codes");

        await Newcomer.SignOutAsync(page);
        await EnterWithRecoveryCodeAsync(page, newcomer.Email, codes[0]);
        await Expect(page.GetByTestId("second-factor-problem")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_wrong_code_switches_nothing_on()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = newcomer.Page;
        await page.GotoAsync("/profile");
        await page.GetByTestId("set-up-second-factor").ClickAsync();
        await page.GetByTestId("second-factor-code").FillAsync("000000");
        await page.GetByTestId("confirm-second-factor").ClickAsync();

        await Expect(page.GetByTestId("second-factor-dialog").GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByTestId("second-factor-state")).ToHaveAttributeAsync("data-status", "off");
    }

    private static async Task EnterWithRecoveryCodeAsync(IPage page, string email, string code)
    {
        await Newcomer.TryAsync(page, email, Newcomer.Password);
        await page.GetByTestId("second-factor-other").ClickAsync();
        await page.GetByTestId("second-factor-code").FillAsync(code);
        await page.GetByTestId("second-factor").ClickAsync();
    }

    private static long StepNow() => DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30;

    /// <summary>RFC 6238 as every authenticator app computes it.</summary>
    private static string Code(string secret, long step)
    {
        var bits = string.Concat(secret.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 and every authenticator app say HMAC-SHA-1, which collisions of SHA-1 do not weaken.
        var mac = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 0xf)) & 0x7fffffff) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
