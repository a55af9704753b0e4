"""Fair on-call rotas for follow-the-sun teams."""

__version__ = "0.1.0"
