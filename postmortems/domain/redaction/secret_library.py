"""The patterns of the detect-secrets library that suit prose."""

from __future__ import annotations

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

from postmortems.domain.redaction.secret_shapes import GITLAB, Shape


def _library(plugin: object, marks: tuple[str, ...], what: str) -> list[Shape]:
    return [Shape(marks, pattern, what) for pattern in plugin.denylist]  # type: ignore[attr-defined]


# The entropy and keyword plugins are left out on purpose: they flag every prose line. Patterns with an open ".*" are left
# out too (npm, the second AWS one), because they are not linear; our own versions stand among our shapes.
LIBRARY: list[Shape] = [
    *_library(AWSKeyDetector(), ("A3T", "ABIA", "ACCA", "AKIA", "ASIA"), "an AWS access key")[:1],
    *_library(GitHubTokenDetector(), ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), "a GitHub token"),
    *_library(GitLabTokenDetector(), (*GITLAB, "GR1348941"), "a GitLab token"),
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
