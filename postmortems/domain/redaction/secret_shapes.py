"""The shapes of secrets: patterns of the detect-secrets library that suit prose, and what it misses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.mailchimp import MailchimpDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.square_oauth import SquareOAuthDetector
from detect_secrets.plugins.stripe import StripeDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
from detect_secrets.plugins.twilio import TwilioKeyDetector


@dataclass(frozen=True)
class Shape:
    """A pattern that is only tried on texts that hold one of its marks; group is the part to hide."""

    marks: tuple[str, ...]
    pattern: re.Pattern[str]
    what: str
    group: int = 0


def _library(plugin: object, marks: tuple[str, ...], what: str) -> list[Shape]:
    return [Shape(marks, pattern, what) for pattern in plugin.denylist]  # type: ignore[attr-defined]


_GITLAB = tuple(
    f"gl{kind}-" for kind in ["pat", "dt", "ft", "soat", "rt", "cbt", "imt", "ptt", "agent", "oas"]
)
# The entropy and keyword plugins are left out on purpose: they flag every prose line. Patterns with an open ".*" are left
# out too (npm, the second AWS one), because they are not linear; our own versions follow below.
LIBRARY: list[Shape] = [
    *_library(AWSKeyDetector(), ("A3T", "ABIA", "ACCA", "AKIA", "ASIA"), "an AWS access key")[:1],
    *_library(GitHubTokenDetector(), ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), "a GitHub token"),
    *_library(GitLabTokenDetector(), (*_GITLAB, "GR1348941"), "a GitLab token"),
    *_library(MailchimpDetector(), ("-us",), "a Mailchimp key"),
    *_library(OpenAIDetector(), ("T3BlbkFJ",), "an API key"),
    *_library(PypiTokenDetector(), ("pypi-",), "a PyPI token"),
    *_library(SendGridDetector(), ("SG.",), "a SendGrid key"),
    *_library(SlackDetector(), ("xox", "hooks.slack"), "a Slack token"),
    *_library(SquareOAuthDetector(), ("sq0csp",), "a Square secret"),
    *_library(StripeDetector(), ("k_live_",), "a Stripe key"),
    *_library(TelegramBotTokenDetector(), (":",), "a Telegram token"),
    *_library(TwilioKeyDetector(), ("AC", "SK"), "a Twilio key"),
]


def _own(what: str, marks: str, pattern: str, group: int = 0, flags: int = 0) -> Shape:
    return Shape(tuple(marks.split()), re.compile(pattern, flags), what, group)


OWN_SHAPES: list[Shape] = [
    _own("a private key", "PRIVATE", r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:[^-]|-(?!----)){0,12000}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|(?:(?:\s|\\n){0,4}[A-Za-z0-9+/=]{16,80}){0,200})"),
    _own("an AWS access key", "AKIA ASIA ABIA ACCA AIDA AROA", r"\b(?:AKIA|ASIA|ABIA|ACCA|AIDA|AROA)[0-9A-Z]{12,28}\b"),
    _own("a token", "tok_ token_ key_ secret_ api_ pat_ auth_ sess_ session_ live_ apikey_", r"\b(?:tok|token|key|secret|api|apikey|pat|auth|sess|session|live)_(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{16,}"),
    _own("a private key", "AGE-SECRET", r"AGE-SECRET-KEY-1[0-9A-Z]{20,}"),
    _own("a private key", "PuTTY-User", r"PuTTY-User-Key-File-\d[^\n]*"),
    _own("a signed token", "eyJ", r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_=-]{4,}(?:\.[A-Za-z0-9_.+/=-]*[A-Za-z0-9_=-])?"),
    _own("an encoded secret", "eyJ", r"(?<![A-Za-z0-9+/_-])eyJ[A-Za-z0-9+/_=-]{40,}"),
    _own("a GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"\b(?:gh[pousr]_[A-Za-z0-9_]{16,}|github_pat_[A-Za-z0-9_]{20,})"),
    _own("a GitLab token", " ".join(_GITLAB), r"\bgl(?:pat|dt|ft|soat|rt|cbt|imt|ptt|agent|oas)-[A-Za-z0-9_.-]{16,}"),
    _own("a Slack token", "xox xapp", r"\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[A-Za-z0-9-]{8,}"),
    _own("a Stripe key", "_live_ _test_ whsec_", r"\b(?:(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{8,}|whsec_[A-Za-z0-9+/=]{16,})"),
    _own("an npm token", "npm_ _authToken", r"\bnpm_[A-Za-z0-9]{20,}|(?<=_authToken=)[^\s\"']{8,}"),
    _own("a PyPI token", "pypi-", r"\bpypi-(?=[a-z_-]{0,60}[A-Z0-9])[A-Za-z0-9_-]{16,}"),
    _own("a Google key", "AIza ya29. GOCSPX 1//0", r"\bAIza[0-9A-Za-z_-]{30,}|\bya29\.[0-9A-Za-z_-]{20,}|\bGOCSPX-[0-9A-Za-z_-]{20,}|(?<![\w/:])1//0[0-9A-Za-z_-]{30,}"),
    _own("an API key", "sk-", r"\bsk-(?:ant-|proj-|or-|svcacct-)?[A-Za-z0-9_-]{20,}"),
    _own("an access token", "hf_ r8_ gsk_ xai- pplx-", r"\b(?:hf_[A-Za-z0-9]{20,}|r8_[A-Za-z0-9]{30,}|gsk_[A-Za-z0-9]{30,}|xai-[A-Za-z0-9]{30,}|pplx-[A-Za-z0-9]{30,})"),
    _own("a Twilio key", "AC SK", r"\b(?:AC|SK)[0-9a-f]{32}\b"),
    _own("a SendGrid key", "SG.", r"\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    _own("a Mailgun key", "key-", r"\bkey-[0-9a-f]{32}\b"),
    _own("a cloud token", "dop_v1 doo_v1 dor_v1", r"\bdo[opr]_v1_[0-9a-f]{32,}"),
    _own("a Shopify token", "shp", r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    _own("a Vault token", "s. b.", r"[sb](?<![\w.].)\.[A-Za-z0-9]{24}(?!\w)"),
    _own("a Vault token", "hvs. hvb. hvr.", r"\bhv[sbr]\.[A-Za-z0-9_-]{20,}"),
    _own("a Databricks token", "dapi", r"\bdapi[0-9a-f]{32}"),
    _own("a Grafana token", "glsa_ glc_", r"\bgl(?:sa|c)_[A-Za-z0-9+/=_]{24,}"),
    _own("a Docker token", "dckr_", r"\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}"),
    _own("a Postman key", "PMAK-", r"\bPMAK-[0-9a-f]{20,}-[0-9a-f]{20,}"),
    _own("an access token", "ATATT ATCTT ATBB", r"\bAT(?:ATT3|CTT3|BB)[A-Za-z0-9_=-]{20,}"),
    _own("an access token", "lin_api_ ntn_ secret_", r"\b(?:lin_api_[A-Za-z0-9]{24,}|ntn_[A-Za-z0-9]{30,}|secret_[A-Za-z0-9]{30,})"),
    _own("an access token", "NRAK- NRAL NRII", r"\bNR(?:AK|AL|II)-?[A-Za-z0-9_-]{20,}"),
    _own("an access token", "pul-", r"pul-[0-9a-f]{40}"),
    _own("an access token", "rubygems_", r"rubygems_[0-9a-f]{40,}"),
    _own("an access token", "bkua_", r"bkua_[0-9a-f]{30,}"),
    _own("an access token", "CCIP", r"CCIP(?:RJ|AT)_[\w]{20,}"),
    _own("an access token", "cio", r"cio(?<!\w...)[A-Za-z0-9]{32}\b"),
    _own("an access token", "dp.", r"dp\.(?:pt|st|ct|sa)\.[\w.-]{20,}"),
    _own("an access token", "atlasv1", r"\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{40,}"),
    _own("a webhook address", "hooks.slack webhook", r"https://(?:hooks\.slack\.com/(?:services|workflows|triggers)|(?:\w+\.)?discord(?:app)?\.com/api/webhooks|[\w.-]+\.webhook\.office\.com/webhookb2)/[^\s\"'<>)\]]+"),
    _own("a webhook address", "hook rigger invite magic unsubscribe", r"https?://[^\s\"'<>)\]]{0,120}(?:hooks?|webhooks?|triggers?|invite|magic|unsubscribe)[./_-][^\s\"'<>)\]]{0,120}?/((?=[^/\s]*\d)(?=[^/\s]*[A-Za-z])(?![\w-]*-v\d)[A-Za-z0-9_-]{7,})(?=[\s\"'<>)\].,]|$)", 1),
    _own("a webhook address", "hooks.zapier events.pagerduty", r"https://(?:hooks\.zapier\.com/hooks|events\.pagerduty\.com/integration)/[^\s\"'<>)\]]+"),
    _own("a bot token", "/bot", r"(?<=/bot)\d{6,12}:[A-Za-z0-9_-]{30,60}"),
    _own("credentials of a database", "@//", r"(?<=[:\s\"'])[\w.-]{2,30}/([^\s@/\"']{4,60})@//?(?=[\w.-]+[:/])", 1),
    _own("a password of an app", "ssword login", r"[\"'\x60]([a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4})[\"'\x60]", 1),
    _own("a bot token", ".", r"[MNO](?<![\w].)[A-Za-z\d_-]{23,26}\.[\w-]{6}\.[\w-]{27,38}"),
    _own("an AWS secret", "AKIA ASIA aws AWS ecret", r"(?<![A-Za-z0-9/+=_.-])(?=[^\s]{0,39}[a-z])(?=[^\s]{0,39}[A-Z])(?=[^\s]{0,39}[0-9])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])"),
    _own("a storage key", "AccountKey SharedAccess sig=", r"(?:AccountKey|SharedAccessKey|SharedAccessSignature)=([A-Za-z0-9+/=%&?_.-]{16,})", 1),
    _own("a signed link", "sig= ignature= oken= key= auth= ass= secret= code= jwt= hmac=", r"[?&](?:auth|password|passwd|pass|pwd|secret|jwt|hmac|sas|client_secret|refresh_token|id_token|code|sig|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature|Signature|access_token|auth_token|token|api_key|apikey|key)=((?=[^\s&\"'<>)\]]*\d)[^\s&\"'<>)\]]{6,}|[^\s&\"'<>)\]]{12,})", 1, re.I),
    _own("a hash of a password", "aad3b435 :::", r"\b[0-9a-f]{32}:[0-9a-f]{32}\b", 0, re.I),
    _own("a hash of a password", "SCRAM-SHA md5 $S$ $P$ $H$ sha1$ scrypt: krb5", r"\bSCRAM-SHA-\d+\$\S{20,200}|\bmd5[0-9a-f]{32}\b|\$[SPH]\$[A-Za-z0-9./]{20,60}|\bsha1\$\w+\$[0-9a-f]{40}|\bscrypt:\S{30,200}|\$krb5\w{2,8}\$\S{20,600}"),
    _own("a key of a wallet", "xprv nsec1", r"\bxprv[1-9A-HJ-NP-Za-km-z]{40,120}|\bnsec1[02-9ac-hj-np-z]{40,80}"),
    _own("a key of a wallet", "5 K L", r"[5KL](?<![\w/+=-].)(?=[1-9A-HJ-NP-Za-km-z]{0,40}\d)[1-9A-HJ-NP-Za-km-z]{50,51}(?![\w/+=-])"),
    _own("a seed of one-time passwords", "otpauth", r"otpauth://[^\s\"'<>]{10,300}"),
    _own("a Sentry address", "https://", r"https://[0-9a-f]{32}(?::[0-9a-f]{32})?@[\w.-]+/\d+"),
    _own("credentials in an address", "://", r"://([^\s:/?#\[\]@\"'<>]{0,80}:[^\s/\"'<>]{1,120}|[A-Za-z0-9_-]{20,80})@(?=[\w\[])", 1),
    _own("credentials on a command line", "-u --user", r"(?:\bcurl\b[^\n]{0,120}?\s(?:-u|--user)[ =]?)[\"']?([\w.@+-]{1,60}:[^\s\"']{3,})", 1),
    _own("credentials", "auth Auth redential ogin creds", r"\b(?:basic[- ]auth|credentials?|creds|log-?in)\b[^\n.]{0,24}?(?<![\w:/.-])([a-z][\w.@-]{1,30}:(?=[^\s\"'`]{0,30}\d)(?=[^\s\"'`]{0,30}[A-Za-z])[^\s\"'`/]{6,60})", 1, re.I),
    _own("a login token", "Bearer bearer BEARER", r"\bbearer\s+(?!token\b|auth|or\b|and\b|header|with\b|from\b)([A-Za-z0-9][A-Za-z0-9._~+/=-]{9,})", 1, re.I),
    _own("a login header", "Basic basic", r"(?:authorization[\"']?\s*[:=]\s*[\"']?basic|\bBasic)\s+((?-i:(?=[a-z+/]*[A-Z0-9])(?=[A-Z]?[a-z]*[A-Z0-9=]))[A-Za-z0-9+/]{12,}={0,2})(?![\w-])", 1, re.I),
    _own("a login header", "uthorization", r"\bauthorization[\"']?\s*[:=]\s*[\"']?(?:token|apikey|key|digest|negotiate|bearer|basic)?\s*(?!basic\b|bearer\b|token\b|header|code)((?=[^\s\"'<>]*\d)[^\s\"'<>,;]{6,}|[A-Za-z0-9._~+/=-]{12,})", 1, re.I),
    _own("a login", '"auth"', r"\"auth\"\s*:\s*\"([A-Za-z0-9+/]{8,}={0,2})\"", 1),
    _own("a password", "%", r"(?:\buser(?:name)?=| -U ?)[\"']?[\w.\\@-]{1,40}%([^\s\"'`%]{4,60})", 1),
    _own("a session cookie", "ookie", r"\b(?:set-)?cookie[\"']?\s*:\s*[\"']?([\w.-]{1,60}=[^\s;\"']{6,}(?:;\s*[\w.-]{1,60}=[^\s;\"']{8,}){0,20})", 1, re.I),
]  # fmt: skip

SHAPES: tuple[Shape, ...] = tuple(LIBRARY + OWN_SHAPES)
