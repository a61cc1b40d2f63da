using System.Text;
using Teg.Platform.Accounts.SecondFactor;

namespace Teg.Platform.Accounts.Tests.SecondFactor;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 10, TimeSpan.Zero);

    [Theory]
    // RFC 6238, appendix B; its eight digits end in these six.
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.Code(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_one_step_off(int steps, bool accepted) =>
        (Totp.Accept(Secret, Totp.Code(Secret, Totp.StepAt(Now) + steps), 0, Now) is not null).ShouldBe(accepted);

    [Fact]
    public void A_step_that_was_accepted_and_every_one_before_it_is_over()
    {
        var step = Totp.StepAt(Now);

        Totp.Accept(Secret, Totp.Code(Secret, step), step - 1, Now).ShouldBe(step);
        Totp.Accept(Secret, Totp.Code(Secret, step), step, Now).ShouldBeNull();
        Totp.Accept(Secret, Totp.Code(Secret, step - 1), step, Now).ShouldBeNull();
        Totp.Accept(Secret, Totp.Code(Secret, step + 1), step, Now).ShouldBe(step + 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12a456")]
    [InlineData("١٢٣٤٥٦")]
    public void What_is_no_code_is_refused(string code) => Totp.Accept(Secret, code, 0, Now).ShouldBeNull();

    [Fact]
    public void The_app_gets_the_secret_in_base_32_and_the_address_escaped()
    {
        Totp.ToBase32(Secret).ShouldBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        Totp.ToBase32("foobar"u8).ShouldBe("MZXW6YTBOI");
        Totp.Uri(Secret, "a+b@teg.example", "Teg.Platform")
            .ShouldBe("otpauth://totp/Teg.Platform:a%2Bb%40teg.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Teg.Platform");
    }

    [Fact]
    public void A_recovery_code_is_known_again_however_it_is_typed_and_only_for_its_account()
    {
        var (account, code) = (Guid.NewGuid(), RecoveryCode.Create());

        code.Length.ShouldBe(19);
        RecoveryCode.Digest(account, code.ToUpperInvariant().Replace('-', ' ')).ShouldBe(RecoveryCode.Digest(account, code));
        RecoveryCode.Digest(Guid.NewGuid(), code).ShouldNotBe(RecoveryCode.Digest(account, code));
        RecoveryCode.Digest(account, "123456").ShouldBeNull();
    }
}
