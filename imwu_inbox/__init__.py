"""Take an employer's email to the International Mobility Workers Unit and turn it into a case an officer can decide."""

__version__ = "0.1.0"
