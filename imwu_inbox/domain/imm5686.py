"""Form IMM 5686: its fields and what makes it blank. Source: the English edition 01-2018 and its French stand-in."""

from collections.abc import Mapping

WORKER_KEYS = ("family_name", "given_names", "date_of_birth", "gender", "citizenship")
"""The fields that say who the worker is; a form with none of them filled is blank and counts as missing."""

FIELD_KEYS = (
    "business_name", "business_address", "business_phone", "contact_name", "email", "website", "size_canada",
    "size_abroad", "business_activity",
    "uci", "date_of_birth", "gender", "family_name", "given_names", "citizenship", "country_of_birth",
    "country_of_residence", "in_canada", "in_canada_explain", "charged_convicted",
    "kind_work_permit", "kind_lmia", "exemption_code", "job_title", "noc_code", "employment_location", "from", "to",
    "total_duration", "duties", "education", "skills", "req_provincial", "req_territorial", "req_federal",
    "req_certification", "req_licensing", "req_registration", "req_body",
    "doc_letter", "doc_offer", "doc_licence", "doc_incorporation", "doc_affiliates", "doc_passport", "doc_cv",
    "doc_education", "doc_certification", "doc_paystubs", "doc_detail",
    "declarant_name",
)  # fmt: skip
"""Every field of the form, in the order of the paper."""

YES, NO = "yes", "no"
"""How ticked boxes and yes-no questions are kept, in either language."""


def is_blank(fields: Mapping[str, object]) -> bool:
    """No field about the worker is filled."""
    return not any(fields.get(key) for key in WORKER_KEYS)
